#!/usr/bin/env bash
# Check a bundle of Haal offline: bash verify.sh BUNDLE POLICY
#
# For strangers: needs bash 4.3, openssl 3 and coreutils (cat mktemp rm sha256sum sort tr wc), nothing else, and no network. It
# says VALID (exit 0) or INVALID, where and why (exit 1).
#
# The one thing to know: the policy names the keys you trust. Take it from elsewhere than the bundle (the website, a printed
# page, an earlier bundle) and compare the fingerprints printed here; without a policy nothing is called valid.
#
# VALID means: every opened field is what the ledger has held since the checkpoint was signed, no act was left out or added
# since the export, every linked report is there. It does not mean that what a report says is true. Not checked: README files,
# bag-info.txt and the programs in the folder (no ledger binds them; take this one from elsewhere too), whether texts are UTF-8
# and values well-formed JSON. Formats: C2SP signed-note and tlog-*, RFC 9162, RFC 8493; the act's own is in the README.
set -euo pipefail
export LC_ALL=C
shopt -s dotglob nullglob
umask 077

case ${1--h} in -h | --help)
  while IFS= read -r line && [[ $line == "#"* ]]; do printf '%s\n' "${line#\#}"; done <"${BASH_SOURCE[0]}"
  exit 2 ;;
esac

work=$(mktemp -d)
said='' verdict=''
# Whatever stops this program, it ends with 0 only after everything was checked.
finish() {
  local code=$?
  rm -rf -- "$work"
  [[ $verdict == valid ]] && exit 0
  [[ $said ]] || printf 'INVALID: %s: stopped with %s\n' "this program" "$code"
  exit 1
}
trap finish EXIT

fail() {
  said=yes
  printf 'INVALID: %s: %s\n' "$1" "$2"
  exit 1
}

# --- bytes: every function answers in REPLY, so that no failure is lost in a subshell ------------------------------------

nl=$'\n'
alphabet=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/
declare -A value_of=()
for ((i = 0; i < 64; i++)); do value_of[${alphabet:i:1}]=$i; done

# unbase64 TEXT: the bytes as hex; fails unless TEXT is the one way to write them.
unbase64() {
  local text=$1 pad=0 hex='' part i
  ((${#text} % 4 == 0)) || return 1
  case $text in *==) pad=2 ;; *=) pad=1 ;; esac
  text=${text:0:${#text}-pad}
  case $text in *[!A-Za-z0-9+/]*) return 1 ;; esac
  case $pad in 2) text+=AA ;; 1) text+=A ;; esac
  for ((i = 0; i < ${#text}; i += 4)); do
    printf -v part %06x $((value_of[${text:i:1}] << 18 | value_of[${text:i+1:1}] << 12 | value_of[${text:i+2:1}] << 6 | value_of[${text:i+3:1}]))
    hex+=$part
  done
  case $pad in
    2) [[ $hex == *0000 ]] || return 1 ;;
    1) [[ $hex == *00 ]] || return 1 ;;
  esac
  REPLY=${hex:0:${#hex}-2*pad}
}

# hash_of TEXT WHERE: one hash in base64, as hex.
hash_of() {
  unbase64 "$1" && ((${#REPLY} == 64)) || fail "$2" "a hash, key or signature is not written as it should be"
}

# base64_of HEX: 32 bytes in base64.
base64_of() {
  local hex=${1}00 text='' part i
  for ((i = 0; i < 66; i += 6)); do
    part=$((16#${hex:i:6}))
    text+=${alphabet:part >> 18:1}${alphabet:part >> 12 & 63:1}${alphabet:part >> 6 & 63:1}${alphabet:part & 63:1}
  done
  REPLY=${text:0:43}=
}

# escaped HEX: the bytes as printf '%b' writes them.
escaped() {
  local hex=$1 text='' i
  for ((i = 0; i + 16 <= ${#hex}; i += 16)); do  # eight bytes a turn: this is most of what the program does
    text+="\\x${hex:i:2}\\x${hex:i+2:2}\\x${hex:i+4:2}\\x${hex:i+6:2}\\x${hex:i+8:2}\\x${hex:i+10:2}\\x${hex:i+12:2}\\x${hex:i+14:2}"
  done
  for (( ; i < ${#hex}; i += 2)); do text+="\\x${hex:i:2}"; done
  REPLY=$text
}

# hash_files N: the SHA-256 of the files 0 ... N-1 in $work/hash, into the array `hashes`.
mkdir "$work/hash"
hash_files() {
  local paths=() i line out
  for ((i = 0; i < $1; i++)); do paths+=("$work/hash/$i"); done
  out=$(sha256sum "${paths[@]}")
  hashes=()
  while IFS= read -r line; do hashes+=("${line:0:64}"); done <<<"$out"
  ((${#hashes[@]} == $1)) || fail sha256sum "did not answer"
}

# node LEFT RIGHT: the hash over two subtrees; proofs of one checkpoint share most of them, so each is made once.
declare -A node_of=()
node() {
  REPLY=${node_of["$1$2"]-}
  [[ ! $REPLY ]] || return 0
  escaped "01$1$2"
  printf %b "$REPLY" >"$work/hash/0"
  hash_files 1
  REPLY=${hashes[0]}
  node_of["$1$2"]=$REPLY
}

# slurp FILE: all of a text, in REPLY.
slurp() {
  [[ -f $1 ]] || fail "$1" "is missing"
  IFS= read -r -d '' REPLY <"$1" || true
}

# only_text FILE ...: no control characters but newlines (and, in a policy, tabs).
only_text() {
  local allowed=$1 where=$2 left
  shift 2
  left=$(cat -- "$@" | tr -d "$allowed"'\040-\176\200-\377' | wc -c)
  ((left == 0)) || fail "$where" "holds control characters"
}

# ed25519 KEY SIGNATURE FILE: whether it is the key's signature of the file, all in hex.
ed25519() {
  ((${#1} == 64 && ${#2} == 128)) || return 1
  escaped "302a300506032b6570032100$1"
  printf %b "$REPLY" >"$work/key"
  escaped "$2"
  printf %b "$REPLY" >"$work/signature"
  openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key" -rawin -in "$3" -sigfile "$work/signature" >"$work/openssl" 2>&1
}

# An openssl that cannot do it, or that says yes to everything, is of no use (RFC 8032, section 7.1, test 2).
known_key=3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c
known=92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
printf r >"$work/known"
ed25519 $known_key $known "$work/known" || fail openssl "cannot check Ed25519 signatures here"
printf s >"$work/known"
if ed25519 $known_key $known "$work/known"; then fail openssl "calls a wrong signature right"; fi

# fingerprint NAME KEY: as people compare it.
fingerprint() {
  local text="$1 " i
  escaped "$2"
  printf %b "$REPLY" >"$work/hash/0"
  hash_files 1
  for ((i = 0; i < 64; i += 4)); do text+=" ${hashes[0]:i:4}"; done
  REPLY=$text
}

# --- the policy (C2SP tlog-policy) ---------------------------------------------------------------------------------------

declare -A log_key=() witness_key=() witness_name=() defined=() member=() needed_of=() members_of=() key_seen=()
quorum='' quorums=0

# vkey TEXT TYPE WHERE: key id and key in REPLY.
vkey() {
  local name=${1%%+*} rest=${1#*+} id data
  id=${rest%%+*}
  [[ $1 == *+*+* && $name ]] && unbase64 "${rest#*+}" && ((${#REPLY} == 66)) || fail "$3" "the key is damaged, or of another type"
  data=$REPLY
  escaped "$data"
  printf "%s\n%b" "$name" "$REPLY" >"$work/hash/0"
  hash_files 1
  [[ ${hashes[0]:0:8} == "$id" && ${data:0:2} == "$2" ]] || fail "$3" "the key is damaged, or of another type"
  [[ ! ${key_seen["$2 $data"]-} ]] || fail policy "names a key twice"
  key_seen["$2 $data"]=yes
  REPLY="$id ${data:2}"
}

# is_new NAME / is_defined NAME
is_new() { [[ $1 != none && ! ${defined["$1"]-} ]]; }

read_policy() {
  local number=0 line words where name count each
  [[ -f $1 && -r $1 ]] || fail policy "cannot be read"
  only_text '\n\t' policy "$1"
  while IFS= read -r line || [[ $line ]]; do
    number=$((number + 1)) where="policy, line $number"
    IFS=$' \t' read -r -a words <<<"$line"
    [[ ${#words[@]} -gt 0 && ${words[0]} != "#"* ]] || continue
    case ${words[0]}:${#words[@]} in
      log:2 | log:3)
        vkey "${words[1]}" 01 "$where"
        log_key["${words[1]%%+*} ${REPLY%% *}"]=${REPLY#* }
        ;;
      witness:3 | witness:4)
        is_new "${words[1]}" || fail "$where" "is not understood"
        vkey "${words[2]}" 04 "$where"
        witness_key["${words[2]%%+*} ${REPLY%% *}"]=${REPLY#* }
        witness_name["${words[2]%%+*} ${REPLY%% *}"]=${words[1]}
        defined["${words[1]}"]=witness
        ;;
      group:[0-3] | group) fail "$where" "is not understood" ;;
      group:*)
        name=${words[1]} count=$((${#words[@]} - 3))
        is_new "$name" || fail "$where" "is not understood"
        for each in "${words[@]:3}"; do
          [[ ${defined["$each"]-} && ! ${member["$each"]-} ]] || fail "$where" "is not understood"
          member["$each"]=yes
        done
        case ${words[2]} in any) words[2]=1 ;; all) words[2]=$count ;; esac
        [[ ${words[2]} =~ ^[1-9][0-9]{0,8}$ ]] && ((words[2] <= count)) || fail "$where" "the group's threshold cannot be met"
        needed_of["$name"]=${words[2]} members_of["$name"]="${words[*]:3}" defined["$name"]=group
        ;;
      quorum:2)
        [[ ${words[1]} == none || ${defined["${words[1]}"]-} ]] || fail "$where" "is not understood"
        quorum=${words[1]} quorums=$((quorums + 1))
        ;;
      *) fail "$where" "is not understood" ;;
    esac
  done <"$1"
  ((quorums == 1 && ${#log_key[@]} > 0)) || fail policy "names no log, or not exactly one quorum"
}

# holds NAME: whether a witness, or enough members of a group, have cosigned.
declare -A cosigned=()
holds() {
  local each count=0 group
  [[ ! ${cosigned["$1"]-} ]] || return 0
  [[ ${defined["$1"]-} == group ]] || return 1
  IFS=' ' read -r -a group <<<"${members_of["$1"]}"
  for each in "${group[@]}"; do
    if holds "$each"; then count=$((count + 1)); fi
  done
  ((count >= needed_of["$1"]))
}

# --- the folder (BagIt, RFC 8493) ----------------------------------------------------------------------------------------

declare -A digest=()
names=()

list_folder() {
  local path
  for path in "$1"*; do
    [[ ! -L $path && (-f $path || -d $path) ]] || fail "$path" "is neither a file nor a folder"
    case $path in
      data | data/acts | data/files) [[ -d $path ]] || fail "$path" "is not a folder" && list_folder "$path/" && continue ;;
      bagit.txt | bag-info.txt | README.md | README.ur.md | verify.py | verify.sh | verify.html | manifest-sha256.txt | tagmanifest-sha256.txt) ;;
      *) [[ $path =~ ^data/(bundle|checkpoint|acts/[0-9]{10}\.(act|leaf|tlog-proof)|files/[0-9a-f]{64})$ ]] || fail "$path" "does not belong to a bundle" ;;
    esac
    [[ -f $path ]] || fail "$path" "does not belong to a bundle"
    names+=("$path")
  done
}

check_manifests() {
  local manifest mine name line expected out start
  local -A told
  list_folder ''
  ((${#names[@]} > 0)) || fail . "is not a bundle"
  out=$(printf '%s\n' "${names[@]}" | sort)
  mapfile -t names <<<"$out"
  for ((start = 0; start < ${#names[@]}; start += 500)); do
    out=$(sha256sum -- "${names[@]:start:500}")
    while IFS= read -r line; do digest["${line:66}"]=${line:0:64}; done <<<"$out"
  done
  for manifest in manifest-sha256.txt tagmanifest-sha256.txt; do
    slurp "$manifest"
    only_text '\n' "$manifest" "$manifest"
    told=() expected=''
    while IFS= read -r line; do
      if [[ $line ]]; then told["${line:66}"]=${line:0:64}; fi
    done <"$manifest"
    for name in "${names[@]}"; do
      mine=tagmanifest-sha256.txt
      if [[ $name == data/* ]]; then mine=manifest-sha256.txt; fi
      [[ $mine == "$manifest" && $name != tagmanifest-sha256.txt ]] || continue
      [[ ${told["$name"]-} == "${digest["$name"]}" ]] || fail "$name" "is not as $manifest lists it"
      told["$name"]=''
      expected+="${digest["$name"]}  $name$nl"
    done
    for name in "${!told[@]}"; do [[ ! ${told["$name"]} ]] || fail "$name" "is missing"; done
    [[ $REPLY == "$expected" ]] || fail "$manifest" "is not written as it was"
  done
}

# --- the checkpoint (C2SP signed-note, tlog-checkpoint, tlog-cosignature) ------------------------------------------------

note='' origin='' size=0 root='' trusted=()

check_checkpoint() {
  local body tail line name data key by_log='' count=0
  slurp data/checkpoint
  only_text '\n' data/checkpoint data/checkpoint
  note=$REPLY body=${REPLY%"$nl$nl"*} tail=${REPLY##*"$nl$nl"}
  [[ $note == *"$nl$nl"* && $tail == *"$nl" && $body =~ ^([^$nl]+)$nl(0|[1-9][0-9]{0,17})$nl([^$nl]+)$ ]] ||
    fail data/checkpoint "is not a signed checkpoint of three lines"
  origin=${BASH_REMATCH[1]} size=${BASH_REMATCH[2]}
  hash_of "${BASH_REMATCH[3]}" data/checkpoint
  root=$REPLY
  while IFS= read -r line; do
    count=$((count + 1))
    [[ $line =~ ^—\ ([^ ]+)\ ([^ ]+)$ ]] && ((count <= 64)) || fail data/checkpoint "a signature line is malformed, or there are too many"
    name=${BASH_REMATCH[1]}
    unbase64 "${BASH_REMATCH[2]}" && ((${#REPLY} >= 10)) || fail data/checkpoint "a signature line is malformed"
    data=$REPLY
    if [[ $name == "$origin" && ${log_key["$name ${data:0:8}"]-} ]]; then
      key=${log_key["$name ${data:0:8}"]} by_log=yes
      printf '%s\n' "$body" >"$work/message"
      ed25519 "$key" "${data:8}" "$work/message" || fail data/checkpoint "the signature of a trusted key does not verify"
      fingerprint "$name" "$key"
      trusted+=("log $REPLY")
    elif [[ ${witness_key["$name ${data:0:8}"]-} ]]; then
      key=${witness_key["$name ${data:0:8}"]}
      [[ ${#data} == 152 && ${data:8:1} == [0-7] ]] || fail data/checkpoint "the signature of a trusted key does not verify"
      printf 'cosignature/v1\ntime %d\n%s\n' $((16#${data:8:16})) "$body" >"$work/message"
      ed25519 "$key" "${data:24}" "$work/message" || fail data/checkpoint "the signature of a trusted key does not verify"
      fingerprint "$name" "$key"
      trusted+=("witness $REPLY")
      cosigned["${witness_name["$name ${data:0:8}"]}"]=yes
    fi
  done <<<"${tail%"$nl"}"
  [[ $1 ]] || return 0
  [[ $by_log ]] || fail data/checkpoint "is not signed by a log that the policy trusts"
  [[ $quorum == none ]] || holds "$quorum" || fail data/checkpoint "is not cosigned by the witnesses that the policy asks for"
}

# --- the acts ------------------------------------------------------------------------------------------------------------

declare -A open_value=() is_closed=() leaf_of=() act_at=()
acts=() opened=0 closed=0

# word ACT LABEL: the plain word that an opened field holds, empty if it is empty or not there.
word() {
  REPLY=${open_value["$1 $2"]-'""'}
  [[ $REPLY =~ ^\"[A-Za-z0-9_.:-]*\"$ ]] || fail "data/acts/$1.act" "field $2 is not a plain word"
  REPLY=${REPLY:1:${#REPLY}-2}
}

check_act() {
  local act=$1 name=data/acts/$1.act lines line label rest last='' labels=() commitments=() count=0 number i
  slurp "$name"
  [[ $REPLY == *"$nl" ]] || fail "$name" "is not an act"
  mapfile -t lines <<<"${REPLY%"$nl"}"
  number=$((10#$act))
  [[ ${#lines[@]} -ge 3 && ${lines[0]} == haal-act/v1 && ${lines[1]} == "index $number" ]] ||
    fail "$name" "is not an act, or is not named by its place in the ledger"
  for line in "${lines[@]:2}"; do
    label=${line%% *} rest=${line#* }
    [[ $label =~ ^[a-z][a-z0-9_.-]{0,63}$ ]] || fail "$name" "a line is neither an opened nor a closed field"
    [[ $label > $last ]] || fail "$name" "its fields are not in order, or one is there twice"
    last=$label
    labels+=("$label")
    case $rest in
      "closed "*)
        hash_of "${rest#closed }" "$name"
        commitments+=("$REPLY")
        is_closed["$act $label"]=yes closed=$((closed + 1))
        ;;
      "open "*" "*)
        rest=${rest#open }
        hash_of "${rest%% *}" "$name"
        escaped "10$REPLY"
        printf '%b%s\0%s' "$REPLY" "$label" "${rest#* }" >"$work/hash/$count"
        commitments+=("=$count")
        count=$((count + 1))
        open_value["$act $label"]=${rest#* } opened=$((opened + 1))
        ;;
      *) fail "$name" "a line is neither an opened nor a closed field" ;;
    esac
  done
  for label in act kind prev subject v; do
    [[ ${open_value["$act $label"]+there} ]] || fail "$name" "a field that every act must show is closed or not there"
  done
  hash_files $count
  for ((i = 0; i < ${#labels[@]}; i++)); do
    if [[ ${commitments[i]} == =* ]]; then commitments[i]=${hashes[${commitments[i]#=}]}; fi
  done
  for ((i = 0; i < ${#labels[@]}; i++)); do
    escaped "${commitments[i]}"
    printf '\0%s\0%b' "${labels[i]}" "$REPLY" >"$work/hash/$i"
  done
  hash_files ${#labels[@]}
  tree_root
  base64_of "$REPLY"
  check_leaf "$act" "$number" "haal-leaf/v1$nl$REPLY$nl"
}

# tree_root: the root over `hashes` (RFC 9162, section 2.1.1), in REPLY.
tree_root() {
  local i count lone
  while ((${#hashes[@]} > 1)); do
    count=$((${#hashes[@]} / 2)) lone=''
    if ((${#hashes[@]} % 2)); then lone=${hashes[-1]}; fi
    for ((i = 0; i < count; i++)); do
      escaped "01${hashes[2 * i]}${hashes[2 * i + 1]}"
      printf %b "$REPLY" >"$work/hash/$i"
    done
    hash_files $count
    if [[ $lone ]]; then hashes+=("$lone"); fi
  done
  REPLY=${hashes[0]}
}

# check_leaf ACT INDEX LEAF: the leaf is what the fields make it, and the proof leads from it to the checkpoint's root.
check_leaf() {
  local name=data/acts/$1.tlog-proof here=$2 last=$((size - 1)) value line start
  slurp "data/acts/$1.leaf"
  [[ $REPLY == "$3" ]] || fail "data/acts/$1.act" "its fields do not lead to its leaf: a field was changed, added or left out"
  printf '\0%s' "$3" >"$work/hash/0"
  hash_files 1
  value=${hashes[0]}
  leaf_of["$1"]=$value
  act_at["$value"]=$1
  slurp "$name"
  start=${REPLY%%"$nl$nl"*}
  [[ $REPLY == "$start$nl$nl$note" && "$start$nl" == "c2sp.org/tlog-proof@v1${nl}index $2$nl"* ]] ||
    fail "$name" "is not a proof of this act under the bundle's checkpoint"
  ((here < size)) || fail "$name" "there is no entry $2 in a ledger of $size"
  start="$start$nl" start=${start#"c2sp.org/tlog-proof@v1${nl}index $2$nl"}
  while IFS= read -r line; do
    [[ $line ]] || continue
    hash_of "$line" "$name"
    ((last > 0)) || fail "$name" "the proof is too long"
    if ((here % 2 == 1 || here == last)); then
      node "$REPLY" "$value"
      while ((here % 2 == 0 && here > 0)); do here=$((here >> 1)) last=$((last >> 1)); done
    else
      node "$value" "$REPLY"
    fi
    value=$REPLY here=$((here >> 1)) last=$((last >> 1))
  done <<<"${start%"$nl"}"
  [[ $last == 0 && $value == "$root" ]] || fail "$name" "the act is not in the ledger the checkpoint speaks of"
}

# --- what belongs together -----------------------------------------------------------------------------------------------

declare -A linked=()
incident='' export_id='' standard=''

check_export() {
  local act own='' last=${acts[-1]} others=() out each
  for act in "${acts[@]}"; do
    word "$act" act
    if [[ $REPLY == "$export_id" ]]; then own+=$act; else others+=("${leaf_of["$act"]}"); fi
  done
  [[ $own == "$last" ]] || fail data/acts "the act by which the bundle was exported is not there once, as the last"
  [[ ${open_value["$last kind"]} == '"exported"' && ${open_value["$last subject"]} == "\"$incident\"" ]] ||
    fail "data/acts/$last.act" "is not an export of this incident, or hides what it says"
  for each in "${!is_closed[@]}"; do
    case $each in
      "$last at" | "$last by") ;;
      "$last "*) fail "data/acts/$last.act" "is not an export of this incident, or hides what it says" ;;
    esac
  done
  [[ ${open_value["$last standard"]-} == "\"$standard\"" ]] || fail data/bundle "names another standard than the export"
  out=$(if ((${#others[@]} > 0)); then printf '%s\n' "${others[@]}" | sort; fi | sha256sum)
  [[ ${open_value["$last acts"]-} == "${#others[@]}" && ${open_value["$last contents"]-} == "\"${out:0:64}\"" ]] ||
    fail data/acts "these are not the acts that were exported: one was left out, added or exchanged"
}

check_custody() {
  local act kind subject before other reports named each
  local -A received=()
  for act in "${acts[@]}"; do
    word "$act" subject && subject=$REPLY
    word "$act" kind && kind=$REPLY
    word "$act" prev && before=$REPLY
    if [[ $before ]]; then
      other=${act_at["$before"]-}
      [[ $other && $other < $act && ${open_value["$other subject"]} == "\"$subject\"" ]] ||
        fail "data/acts/$act.act" "the act before it in the chain of custody is left out"
    fi
    if [[ $kind == received ]]; then received["$subject"]=yes; fi
    case $kind in linked | unlinked | merged) ;; *) continue ;; esac
    reports=${open_value["$act reports"]-'[]'}
    [[ $reports =~ ^\[(\"[A-Za-z0-9_.:-]+\"(,\"[A-Za-z0-9_.:-]+\")*)?\]$ ]] ||
      fail "data/acts/$act.act" "field reports is not a list of plain words"
    word "$act" report
    IFS=',' read -r -a named <<<"${reports:1:${#reports}-2}"
    if [[ $REPLY ]]; then named+=("\"$REPLY\""); fi
    [[ ! ${is_closed["$act report"]-} && ! ${is_closed["$act reports"]-} ]] || fail "data/acts/$act.act" "does not say which report"
    [[ ${#named[@]} -gt 0 || ${open_value["$act into"]+there} || ${open_value["$act reports"]+there} ]] ||
      fail "data/acts/$act.act" "does not say which report"
    for each in ${named[@]+"${named[@]}"}; do
      each=${each:1:${#each}-2}
      if [[ $kind == unlinked ]]; then linked["$each"]=''; else linked["$each"]=yes; fi
    done
  done
  for each in "${!linked[@]}"; do
    [[ ! ${linked["$each"]} || ${received["$each"]-} ]] ||
      fail data/acts "a report is linked to the incident and left out of the bundle"
  done
}

check_files() {
  local name entry found act list last=${acts[-1]}
  for name in "${names[@]}"; do
    [[ $name == data/files/* ]] || continue
    entry="{\"bytes\":$(($(wc -c <"$name"))),\"sha256\":\"${name#data/files/}\"" found=''
    for act in "${acts[@]}"; do
      if [[ ${open_value["$act files"]-} == *"$entry"* ]]; then found=yes; fi
    done
    [[ $found && ${digest["$name"]} == "${name#data/files/}" ]] || fail "$name" "is not a file that an act lists"
  done
  list=${open_value["$last files"]-}
  while [[ $list =~ \"sha256\":\"([0-9a-f]{64})\"(.*)$ ]]; do
    [[ ${digest["data/files/${BASH_REMATCH[1]}"]-} ]] || fail data/files "a file that was exported is missing"
    list=${BASH_REMATCH[2]}
  done
}

check_counts() {
  local act kind text reports=0 figures=0 denials=0 responsibility=0 expected denied='"kind":"denied"' out
  local -A kinds=()
  for act in "${acts[@]}"; do
    word "$act" kind && kind=$REPLY
    kinds["$kind"]=$((${kinds["$kind"]-0} + 1))
    [[ $kind == received ]] || continue
    word "$act" subject
    if [[ ${linked["$REPLY"]-} ]]; then reports=$((reports + 1)); fi
    if [[ ${is_closed["$act figures"]-} ]]; then figures=$((figures + 1)); fi
    if [[ ${is_closed["$act responsibility"]-} ]]; then responsibility=$((responsibility + 1)); fi
    text=${open_value["$act responsibility"]-}
    # Inside a text of a JSON value every quotation mark is escaped, so this is a key and its value.
    while [[ $text == *"$denied"* ]]; do text=${text#*"$denied"} denials=$((denials + 1)); done
  done
  told="reports $reports, figures-closed $figures, denials $denials, responsibility-closed $responsibility"
  expected="acts ${#acts[@]}${nl}opened $opened${nl}closed $closed$nl${told//, /$nl}$nl"
  out=$(for kind in "${!kinds[@]}"; do printf 'kind %s %s\n' "$kind" "${kinds["$kind"]}"; done | sort)
  [[ $1 == "$expected$out$nl" ]] || fail data/bundle "its counts are not those of its acts: ${expected//$nl/, }${out//$nl/, }"
}

# --- all of it -----------------------------------------------------------------------------------------------------------

if [[ ${2-} ]]; then read_policy "$2"; fi
[[ -d $1 ]] || fail "$1" "is not a folder"
cd -- "$1"
check_manifests
check_checkpoint "${2-}"
for name in "${names[@]}"; do
  case $name in data/acts/*.act) name=${name#data/acts/} && acts+=("${name%.act}") ;; esac
done
for name in "${names[@]}"; do
  case $name in data/acts/*) [[ ${digest["${name%.*}.act"]-} ]] || fail "${name%.*}.act" "is missing" ;; esac
done
((${#acts[@]} > 0)) || fail data/acts "holds no act"
for ((start = 0; start < ${#acts[@]}; start += 300)); do
  paths=()
  for act in "${acts[@]:start:300}"; do paths+=("data/acts/$act.act" "data/acts/$act.leaf" "data/acts/$act.tlog-proof"); done
  for name in "${paths[@]}"; do [[ ${digest["$name"]-} ]] || fail "$name" "is missing"; done
  only_text '\n' data/acts "${paths[@]}"
done
for act in "${acts[@]}"; do check_act "$act"; done
slurp data/bundle
only_text '\n' data/bundle data/bundle
bundle=$REPLY
[[ $bundle =~ ^haal-bundle/v2${nl}incident\ ([^ $nl]+)${nl}export\ ([^ $nl]+)${nl}standard\ (reported|corroborated|reasonable-grounds)$nl ]] ||
  fail data/bundle "names no incident, export or standard"
incident=${BASH_REMATCH[1]} export_id=${BASH_REMATCH[2]} standard=${BASH_REMATCH[3]} counts=${bundle#"${BASH_REMATCH[0]}"} told=''
check_export
check_custody
check_files
check_counts "$counts"

printf 'incident    %s\n' "$incident"
printf 'told        export %s, standard %s, %s\n' "$export_id" "$standard" "$told"
printf 'checkpoint  %s, %s leaves, root %s\n' "$origin" "$size" "$root"
printf 'acts        %s\n' "${#acts[@]}"
printf 'fields      %s opened and verified, %s closed\n' "$opened" "$closed"
for line in ${trusted[@]+"${trusted[@]}"}; do printf 'SIGNED BY   %s\n' "$line"; done
said=yes
if [[ ! ${2-} ]]; then
  echo "NOT CALLED VALID: the bundle agrees with itself, but without a policy nobody says whose ledger it is."
  exit 1
fi
echo "VALID: all this existed when the checkpoint was signed and has not changed since. It does not prove that what is told"
echo "is true, nor when it happened. Compare the fingerprints with ones you trust."
verdict=valid
