package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const height, width = 8, 256

func readFile(path string) []byte {
	data, err := os.ReadFile(path)
	need(err == nil, path, "is missing or cannot be read")
	return data
}

// nameOf returns the path of a tile or entry bundle below a log (C2SP tlog-tiles); level -1 is the entries.
func nameOf(level, n int64, filled int64) string {
	text := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		text = fmt.Sprintf("x%03d/%s", n%1000, text)
	}
	kind := "entries"
	if level >= 0 {
		kind = strconv.FormatInt(level, 10)
	}
	if filled < width {
		text += fmt.Sprintf(".p/%d", filled)
	}
	return "tile/" + kind + "/" + text
}

// tiles reads the tiles of a log folder for the library, which checks each against the root before it uses it.
type tiles struct{ dir string }

func (t tiles) Height() int                             { return height }
func (t tiles) SaveTiles(tiles []tlog.Tile, _ [][]byte) {}
func (t tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range list {
		data, err := os.ReadFile(filepath.Join(t.dir, nameOf(int64(tile.L), tile.N, int64(tile.W))))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func readerOf(dir string, head checkpoint) tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: head.size, Hash: head.root}, tiles{dir})
}

func headOf(dir string, p *policy) checkpoint {
	return openCheckpoint("checkpoint", readFile(filepath.Join(dir, "checkpoint")), p, true)
}

// entriesOf returns the entries of one bundle.
func entriesOf(name string, data []byte) [][]byte {
	var all [][]byte
	for len(data) > 0 {
		need(len(data) >= 2 && len(data)-2 >= int(binary.BigEndian.Uint16(data)), name, "is cut short")
		length := int(binary.BigEndian.Uint16(data))
		all, data = append(all, data[2:2+length]), data[2+length:]
	}
	return all
}

// audit recomputes every hash of the log from its entries and holds tiles and root against them.
func audit(dir string, p *policy) checkpoint {
	head := headOf(dir, p)
	hashes := storedHashes(dir, head.size)
	root, err := treeHash(head.size, hashes)
	need(err == nil && root == head.root, "checkpoint", "its root is not that of the entries")
	for level, count := int64(0), head.size; count > 0; level, count = level+1, count/width {
		for n := int64(0); n*width < count; n++ {
			filled := count - n*width
			if filled > width {
				filled = width
			}
			checkTile(dir, hashes, level, n, filled)
		}
	}
	checkNoOthers(dir, hashes, head.size)
	fmt.Printf("audited     %d entries, every tile and the root\n", head.size)
	return head
}

// stored are the hashes of a whole log in the library's own order.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(s)) {
			return nil, fmt.Errorf("no hash %d", index)
		}
		found[i] = s[index]
	}
	return found, nil
}

func storedHashes(dir string, size int64) stored {
	hashes := make(stored, 0, 2*size)
	for n := int64(0); n*width < size; n++ {
		filled := size - n*width
		if filled > width {
			filled = width
		}
		name := nameOf(-1, n, filled)
		entries := entriesOf(name, readFile(filepath.Join(dir, name)))
		need(int64(len(entries)) == filled, name, "does not hold as many entries as it should")
		for i, entry := range entries {
			more, err := tlog.StoredHashes(n*width+int64(i), entry, hashes)
			need(err == nil, name, "cannot be hashed")
			hashes = append(hashes, more...)
		}
	}
	return hashes
}

// treeHash is the library's, but for the empty tree, of which its older versions know nothing (RFC 9162, section 2.1.1).
func treeHash(size int64, hashes tlog.HashReader) (tlog.Hash, error) {
	if size == 0 {
		return sha256.Sum256(nil), nil
	}
	return tlog.TreeHash(size, hashes)
}

func checkTile(dir string, hashes stored, level, n, filled int64) {
	name := nameOf(level, n, filled)
	data := readFile(filepath.Join(dir, name))
	need(int64(len(data)) == filled*tlog.HashSize, name, "is not as long as it should be")
	for i := int64(0); i < filled; i++ {
		want := hashes[tlog.StoredHashIndex(int(level)*height, n*width+i)]
		need(bytes.Equal(data[i*tlog.HashSize:(i+1)*tlog.HashSize], want[:]), name, fmt.Sprintf("hash %d is not that of the entries below it", i))
	}
}

// checkNoOthers refuses files that are no part of the log; unfinished tiles of earlier checkpoints may stay, and must fit.
func checkNoOthers(dir string, hashes stored, size int64) {
	top := filepath.Join(dir, "tile")
	if _, err := os.Stat(top); size == 0 && os.IsNotExist(err) {
		return
	}
	err := filepath.Walk(top, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		name = filepath.ToSlash(name)
		level, n, filled := placeOf(name)
		need(nameOf(level, n, filled) == name && info.Mode().IsRegular(), name, "is no part of a log")
		count := size
		for i := int64(0); i < level; i++ {
			count /= width
		}
		need(n*width+filled <= count, name, "is beyond the log's size")
		if level >= 0 {
			checkTile(dir, hashes, level, n, filled)
			return nil
		}
		entries := entriesOf(name, readFile(path))
		need(int64(len(entries)) == filled, name, "does not hold as many entries as it should")
		for i, entry := range entries {
			need(tlog.RecordHash(entry) == hashes[tlog.StoredHashIndex(0, n*width+int64(i))], name, "does not hold the entries of the log")
		}
		return nil
	})
	need(err == nil, "tile", fmt.Sprintf("%v", err))
}

// placeOf reads a path as nameOf writes it; what it cannot read it answers with something that is written otherwise.
func placeOf(name string) (level, n, filled int64) {
	parts := strings.Split(name, "/")
	if len(parts) < 3 {
		return 0, 0, 0
	}
	level, filled = -1, width
	if parts[1] != "entries" {
		level = number(name, parts[1])
		need(level < 8, name, "is no part of a log")
	}
	parts = parts[2:]
	if last := len(parts) - 1; last > 0 && strings.HasSuffix(parts[last-1], ".p") {
		filled = number(name, parts[last])
		parts = parts[:last]
		parts[last-1] = strings.TrimSuffix(parts[last-1], ".p")
	}
	need(len(parts) <= 6, name, "is no part of a log")
	for _, part := range parts {
		value, err := strconv.ParseUint(strings.TrimPrefix(part, "x"), 10, 16)
		need(err == nil, name, "is no part of a log")
		n = n*1000 + int64(value)
	}
	return level, n, filled
}

// checkProof checks one leaf, by a proof file or by the tiles of a log.
func checkProof(first, second string, p *policy) checkpoint {
	info, err := os.Stat(first)
	need(err == nil, first, "is missing")
	if !info.IsDir() {
		head, _ := openProof(second, string(readFile(second)), readFile(first), p)
		return head
	}
	head, index := headOf(first, p), number("INDEX", second)
	need(index < head.size, "INDEX", "is beyond the log's size")
	n, filled := index/width, head.size-index/width*width
	if filled > width {
		filled = width
	}
	name := nameOf(-1, n, filled)
	entries := entriesOf(name, readFile(filepath.Join(first, name)))
	need(int64(len(entries)) == filled, name, "does not hold as many entries as it should")
	proof, err := tlog.ProveRecord(head.size, index, readerOf(first, head))
	need(err == nil, "tile", fmt.Sprintf("%v", err))
	err = tlog.CheckRecord(proof, head.size, head.root, index, tlog.RecordHash(entries[index%width]))
	need(err == nil, name, "the entry is not in the log the checkpoint speaks of")
	return head
}

// openProof checks a leaf by the text of a tlog-proof and returns its checkpoint and index.
func openProof(where, text string, leaf []byte, p *policy) (checkpoint, int64) {
	cut := strings.Index(text, "\n\n")
	need(cut > 0, where, "is not a proof")
	lines := strings.Split(text[:cut], "\n")
	need(len(lines) > 1 && lines[0] == "c2sp.org/tlog-proof@v1" && strings.HasPrefix(lines[1], "index "), where, "is not a proof")
	index := number(where, strings.TrimPrefix(lines[1], "index "))
	head := openCheckpoint(where, []byte(text[cut+2:]), p, true)
	checkIncluded(where, lines[2:], index, head, tlog.RecordHash(leaf))
	return head, index
}

func checkIncluded(where string, lines []string, index int64, head checkpoint, leaf tlog.Hash) {
	need(index < head.size, where, "there is no such entry in a log of that size")
	proof := make(tlog.RecordProof, len(lines))
	for i, line := range lines {
		copy(proof[i][:], unbase64(where, line, tlog.HashSize))
	}
	err := tlog.CheckRecord(proof, head.size, head.root, index, leaf)
	need(err == nil, where, "the leaf is not in the log the checkpoint speaks of")
}

// checkConsistency checks that the log has grown out of an older checkpoint of its own.
func checkConsistency(dir, older string, p *policy) checkpoint {
	head := headOf(dir, p)
	old := openCheckpoint(older, readFile(older), p, false)
	need(old.origin == head.origin, older, "is of another log")
	need(old.size <= head.size, older, "is ahead of the log")
	grownOut(older, dir, old, head)
	fmt.Printf("grown       from %d leaves, root %x\n", old.size, old.root[:])
	return head
}

func grownOut(where, dir string, old, head checkpoint) {
	if old.size == 0 {
		root, _ := treeHash(0, nil)
		need(old.root == root, where, "is not the root of an empty log")
		return
	}
	if old.size == head.size {
		need(old.root == head.root, where, "the log has another past than this checkpoint")
		return
	}
	proof, err := tlog.ProveTree(head.size, old.size, readerOf(dir, head))
	need(err == nil, "tile", fmt.Sprintf("%v", err))
	err = tlog.CheckTree(proof, head.size, head.root, old.size, old.root)
	need(err == nil, where, "the log has another past than this checkpoint")
}

// misbehaviour shows that one log has signed two checkpoints that cannot both be true: whoever has both files and the log's
// key sees the same, without trusting who shows them.
func misbehaviour(first, second string, p *policy, dirs []string) int {
	one := openCheckpoint(first, readFile(first), p, false)
	two := openCheckpoint(second, readFile(second), p, false)
	need(one.origin == two.origin, second, "is of another log: two logs may differ")
	if one.size > two.size {
		one, two = two, one
	}
	shown := one.size == two.size && one.root != two.root
	if one.size < two.size && len(dirs) == 1 {
		past, err := treeHash(one.size, readerOf(dirs[0], two))
		need(err == nil, dirs[0], fmt.Sprintf("is not the log of the larger checkpoint: %v", err))
		shown = past != one.root
	}
	for _, head := range []checkpoint{one, two} {
		fmt.Printf("signed      %s, %d leaves, root %x\n            %s\n", head.origin, head.size, head.root[:], head.trusted[0])
	}
	if !shown {
		fmt.Println("NOT SHOWN: these two can both be true, as far as this program was given the means to see.")
		return 1
	}
	fmt.Printf("MISBEHAVIOUR: %s signed two histories. Both files and the log's key are the whole proof.\n", one.origin)
	return 0
}
