/* Writes down, in one total order, everything that a process does to the files below one folder.

   Loaded before libc (LD_PRELOAD), so it stands below SQLite and below Python alike. Each call is carried out as it
   is; call and record happen under one lock, so the record's order is the order in which the kernel got them. Only
   syncs run outside the lock: a sync tells the number of records there were when it began, since what another thread
   writes meanwhile may not be covered by it. `-shm` files are left out: SQLite makes them anew after a power cut.
   Read by campaigns/powercut_disk.py. Not covered: writes through a mapping, sendfile, splice; the campaign replays
   the whole record and holds the result against the real folder, so that nothing of the kind goes unseen. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 4096
#define REAL(name) ((__typeof__(&name))real_##name)

struct head {
  uint8_t op, pad[3];
  int32_t fd;
  int64_t a, b;
  uint32_t first, second;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char ours[FDS];
static const char *home;
static size_t home_length;
static int trace = -1;
static int64_t count;

static void *real_openat, *real_close, *real_write, *real_pwrite, *real_writev, *real_pwritev,
    *real_ftruncate, *real_fsync, *real_fdatasync, *real_rename, *real_renameat, *real_unlink,
    *real_unlinkat, *real_mkdir, *real_rmdir;

__attribute__((constructor)) static void begin(void) {
#define FIND(name) real_##name = dlsym(RTLD_NEXT, #name)
  if (real_openat) return;
  FIND(openat); FIND(close); FIND(write); FIND(pwrite); FIND(writev); FIND(pwritev); FIND(ftruncate);
  FIND(fsync); FIND(fdatasync); FIND(rename); FIND(renameat); FIND(unlink); FIND(unlinkat);
  FIND(mkdir); FIND(rmdir);
  home = getenv("POWERCUT_HOME");
  const char *path = getenv("POWERCUT_TRACE");
  if (!home || !path) return;
  home_length = strlen(home);
  trace = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (trace < 0) { perror("powercut: trace"); _exit(97); }
}

static int below_home(const char *path) {
  begin(); /* another library's constructor may come before ours */
  if (trace < 0 || !path || strncmp(path, home, home_length)) return 0;
  if (path[home_length] && path[home_length] != '/') return 0;
  size_t length = strlen(path);
  return length < 4 || strcmp(path + length - 4, "-shm");
}

static int is_ours(int fd) { begin(); return trace >= 0 && fd >= 0 && fd < FDS && ours[fd]; }

static void put(const void *data, size_t length) {
  const char *at = data;
  while (length) {
    long done = syscall(SYS_write, trace, at, length);
    if (done < 0) { if (errno == EINTR) continue; _exit(98); }
    at += done; length -= (size_t)done;
  }
}

/* The lock is held by whoever calls. */
static void tell(char op, int fd, int64_t a, int64_t b, const void *one, size_t first, const void *two, size_t second) {
  int kept = errno;
  struct head head = {.op = (uint8_t)op, .fd = fd, .a = a, .b = b, .first = (uint32_t)first, .second = (uint32_t)second};
  put(&head, sizeof head);
  if (first) put(one, first);
  if (second) put(two, second);
  count++;
  errno = kept;
}

static const char *within(const char *path) { return path[home_length] ? path + home_length + 1 : ""; }

void powercut_mark(const char *text) {
  if (trace < 0) return;
  pthread_mutex_lock(&lock);
  tell('M', -1, 0, 0, text, strlen(text), NULL, 0);
  pthread_mutex_unlock(&lock);
}

static int opened(int at, const char *path, int flags, mode_t mode) {
  if (!below_home(path)) {
    int fd = REAL(openat)(at, path, flags, mode);
    if (trace >= 0 && fd >= 0 && fd < FDS) ours[fd] = 0;
    return fd;
  }
  pthread_mutex_lock(&lock);
  struct stat there;
  int is_new = fstatat(at, path, &there, 0) != 0;
  int fd = REAL(openat)(at, path, flags, mode);
  if (fd >= FDS) _exit(96);
  if (fd >= 0) {
    ours[fd] = 1;
    tell('O', fd, (flags & O_TRUNC) && (flags & O_ACCMODE) != O_RDONLY, is_new, within(path), strlen(within(path)), NULL, 0);
  }
  pthread_mutex_unlock(&lock);
  return fd;
}

#define OPENS(name, decl, at)                                                                  \
  int name decl {                                                                              \
    mode_t mode = 0;                                                                           \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                       \
      va_list more; va_start(more, flags); mode = (mode_t)va_arg(more, int); va_end(more);     \
    }                                                                                          \
    return opened(at, path, flags, mode);                                                      \
  }
OPENS(open, (const char *path, int flags, ...), AT_FDCWD)
OPENS(open64, (const char *path, int flags, ...), AT_FDCWD)
OPENS(openat, (int folder, const char *path, int flags, ...), folder)
OPENS(openat64, (int folder, const char *path, int flags, ...), folder)
int __open_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }

int close(int fd) {
  if (!is_ours(fd)) return REAL(close)(fd);
  pthread_mutex_lock(&lock);
  ours[fd] = 0;
  int answer = REAL(close)(fd);
  pthread_mutex_unlock(&lock);
  return answer;
}

/* After a write of `done` bytes that began at `from`; the pieces are in `parts`. */
static void tell_parts(int fd, int64_t from, const struct iovec *parts, int n, ssize_t done) {
  for (int i = 0; i < n && done > 0; i++) {
    size_t length = parts[i].iov_len < (size_t)done ? parts[i].iov_len : (size_t)done;
    if (length) tell('W', fd, from, 0, parts[i].iov_base, length, NULL, 0);
    from += (int64_t)length; done -= (ssize_t)length;
  }
}

static int64_t place_of(int fd) {
  if (fcntl(fd, F_GETFL) & O_APPEND) return lseek(fd, 0, SEEK_END);
  return lseek(fd, 0, SEEK_CUR);
}

ssize_t write(int fd, const void *data, size_t length) {
  if (!is_ours(fd)) return REAL(write)(fd, data, length);
  pthread_mutex_lock(&lock);
  int64_t from = place_of(fd);
  ssize_t done = REAL(write)(fd, data, length);
  tell_parts(fd, from, &(struct iovec){(void *)data, length}, 1, done);
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t writev(int fd, const struct iovec *parts, int n) {
  if (!is_ours(fd)) return REAL(writev)(fd, parts, n);
  pthread_mutex_lock(&lock);
  int64_t from = place_of(fd);
  ssize_t done = REAL(writev)(fd, parts, n);
  tell_parts(fd, from, parts, n, done);
  pthread_mutex_unlock(&lock);
  return done;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t from) {
  if (!is_ours(fd)) return REAL(pwrite)(fd, data, length, from);
  pthread_mutex_lock(&lock);
  ssize_t done = REAL(pwrite)(fd, data, length, from);
  tell_parts(fd, from, &(struct iovec){(void *)data, length}, 1, done);
  pthread_mutex_unlock(&lock);
  return done;
}
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t from) { return pwrite(fd, data, length, from); }

ssize_t pwritev(int fd, const struct iovec *parts, int n, off_t from) {
  if (!is_ours(fd)) return REAL(pwritev)(fd, parts, n, from);
  pthread_mutex_lock(&lock);
  ssize_t done = REAL(pwritev)(fd, parts, n, from);
  tell_parts(fd, from, parts, n, done);
  pthread_mutex_unlock(&lock);
  return done;
}
ssize_t pwritev64(int fd, const struct iovec *parts, int n, off64_t from) { return pwritev(fd, parts, n, from); }

int ftruncate(int fd, off_t size) {
  if (!is_ours(fd)) return REAL(ftruncate)(fd, size);
  pthread_mutex_lock(&lock);
  int answer = REAL(ftruncate)(fd, size);
  if (!answer) tell('T', fd, size, 0, NULL, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return answer;
}
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

static int synced(int fd, int (*sync)(int)) {
  if (!is_ours(fd)) return sync(fd);
  pthread_mutex_lock(&lock);
  int64_t begun = count;
  pthread_mutex_unlock(&lock);
  int answer = sync(fd);
  pthread_mutex_lock(&lock);
  if (!answer) tell('S', fd, begun, 0, NULL, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return answer;
}
int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

#define NAMES(name, decl, args, op, one, two)                                                         \
  int name decl {                                                                                     \
    const char *a = one, *b = two;                                                                    \
    if (!below_home(a)) return REAL(name) args;                                                       \
    pthread_mutex_lock(&lock);                                                                        \
    int answer = REAL(name) args;                                                                     \
    const char *second = b && below_home(b) ? within(b) : NULL;                                       \
    if (!answer) tell(op, -1, 0, 0, within(a), strlen(within(a)), second, second ? strlen(second) : 0); \
    pthread_mutex_unlock(&lock);                                                                      \
    return answer;                                                                                    \
  }
NAMES(rename, (const char *from, const char *to), (from, to), 'R', from, to)
NAMES(renameat, (int f, const char *from, int t, const char *to), (f, from, t, to), 'R', from, to)
NAMES(unlink, (const char *path), (path), 'U', path, NULL)
NAMES(unlinkat, (int folder, const char *path, int flags), (folder, path, flags), 'U', path, NULL)
NAMES(rmdir, (const char *path), (path), 'U', path, NULL)
NAMES(mkdir, (const char *path, mode_t mode), (path, mode), 'D', path, NULL)
