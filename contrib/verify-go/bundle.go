package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/tlog"
)

var (
	fieldLine = regexp.MustCompile(`(?s)^([a-z][a-z0-9_.-]{0,63}) (open|closed) ([^ ]+)(?: (.*))?$`)
	word      = regexp.MustCompile(`^"[A-Za-z0-9_.:-]*"$`)
	wordList  = regexp.MustCompile(`^\[("[A-Za-z0-9_.:-]+"(,"[A-Za-z0-9_.:-]+")*)?\]$`)
	headLines = regexp.MustCompile(`^haal-bundle/v2\nincident (\S+)\nexport (\S+)\nstandard (reported|corroborated|reasonable-grounds)\n`)
	payload   = regexp.MustCompile(`^data/(bundle|checkpoint|acts/[0-9]{10}\.(act|leaf|tlog-proof)|files/[0-9a-f]{64})$`)
	tags      = regexp.MustCompile(`^(bagit\.txt|bag-info\.txt|README\.md|README\.ur\.md|verify\.(py|sh|html)|(tag)?manifest-sha256\.txt)$`)
	folders   = regexp.MustCompile(`^(\.|data|data/acts|data/files)$`)
	listed    = regexp.MustCompile(`"sha256":"([0-9a-f]{64})"`)
)

// act is one act whose commitments, leaf and proof were verified; opened maps a label to the JSON text of its value.
type act struct {
	name   string
	index  int64
	leaf   tlog.Hash
	opened map[string]string
	closed map[string]bool
}

func (a *act) word(label string) string {
	value, ok := a.opened[label]
	if !ok {
		return ""
	}
	need(word.MatchString(value), a.name, "field "+label+" is not a plain word")
	return value[1 : len(value)-1]
}

func checkBundle(dir string, p *policy) checkpoint {
	files := readBag(dir)
	note := textOf(files, "data/checkpoint")
	head := openCheckpoint("data/checkpoint", []byte(note), p, true)
	var acts []*act
	for _, name := range sorted(files) {
		if strings.HasPrefix(name, "data/acts/") {
			stem := name[:len("data/acts/")+10]
			if len(acts) == 0 || acts[len(acts)-1].name != stem+".act" {
				acts = append(acts, checkAct(files, stem, note, head))
			}
		}
	}
	bundle := textOf(files, "data/bundle")
	about := headLines.FindStringSubmatch(bundle)
	need(about != nil && len(acts) > 0, "data/bundle", "names no incident, export or standard, or there is no act")
	checkExport(acts, about[1], about[2], about[3])
	linked := checkCustody(acts)
	checkFiles(files, acts)
	counts := counted(acts, linked)
	need(bundle == about[0]+strings.Join(counts, "\n")+"\n", "data/bundle", "its counts are not those of its acts: "+strings.Join(counts, ", "))
	fmt.Printf("incident    %s\ntold        export %s, standard %s\ncounted     %s\n", about[1], about[2], about[3], strings.Join(counts, ", "))
	return head
}

// readBag returns the files of the folder once BagIt's manifests are exactly what the files make them (RFC 8493).
func readBag(dir string) map[string][]byte {
	files := map[string][]byte{}
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		name = filepath.ToSlash(name)
		if info.IsDir() {
			need(folders.MatchString(name), name, "does not belong to a bundle")
			return nil
		}
		need(info.Mode().IsRegular(), name, "is neither a file nor a folder")
		need(payload.MatchString(name) || tags.MatchString(name), name, "does not belong to a bundle")
		files[name] = readFile(path)
		return nil
	})
	need(err == nil, dir, "cannot be read")
	for _, manifest := range []string{"manifest-sha256.txt", "tagmanifest-sha256.txt"} {
		want := ""
		for _, name := range sorted(files) {
			if strings.HasPrefix(name, "data/") == (manifest == "manifest-sha256.txt") && name != "tagmanifest-sha256.txt" {
				line := fmt.Sprintf("%x  %s\n", sha256.Sum256(files[name]), name)
				need(strings.Contains("\n"+textOf(files, manifest), "\n"+line), name, "is not as "+manifest+" lists it")
				want += line
			}
		}
		need(textOf(files, manifest) == want, manifest, "lists a file that is missing, or is not written as it was")
	}
	return files
}

func sorted(files map[string][]byte) []string {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func textOf(files map[string][]byte, name string) string {
	data, ok := files[name]
	need(ok, name, "is missing")
	bad := strings.IndexFunc(string(data), func(r rune) bool { return r < ' ' && r != '\n' }) >= 0
	need(utf8.Valid(data) && !bad, name, "is not UTF-8, or holds control characters")
	return string(data)
}

func checkAct(files map[string][]byte, stem, note string, head checkpoint) *act {
	a := &act{name: stem + ".act", opened: map[string]string{}, closed: map[string]bool{}}
	lines := strings.Split(textOf(files, a.name), "\n")
	digits := strings.TrimLeft(stem[len("data/acts/"):], "0")
	if digits == "" {
		digits = "0"
	}
	a.index = number(a.name, digits)
	need(len(lines) >= 4 && lines[len(lines)-1] == "" && lines[0] == "haal-act/v1" && lines[1] == "index "+digits,
		a.name, "is not an act, or is not named by its place in the ledger")
	var leaves []tlog.Hash
	before := ""
	for _, line := range lines[2 : len(lines)-1] {
		parts := fieldLine.FindStringSubmatch(line)
		need(parts != nil && (parts[2] == "open") == (strings.Count(line, " ") > 2), a.name, "a line is neither an opened nor a closed field")
		label, commitment := parts[1], unbase64(a.name, parts[3], 32)
		need(label > before, a.name, "its fields are not in order, or one is there twice")
		before = label
		if parts[2] == "open" {
			sum := sha256.Sum256([]byte("\x10" + string(commitment) + label + "\x00" + parts[4]))
			commitment = sum[:]
			a.opened[label] = parts[4]
		} else {
			a.closed[label] = true
		}
		leaves = append(leaves, tlog.RecordHash([]byte(label+"\x00"+string(commitment))))
	}
	for _, label := range []string{"act", "kind", "prev", "subject", "v"} {
		_, ok := a.opened[label]
		need(ok, a.name, "a field that every act must show is closed or not there")
	}
	leaf := "haal-leaf/v1\n" + treeRoot(leaves).String() + "\n"
	need(textOf(files, stem+".leaf") == leaf, a.name, "its fields do not lead to its leaf: a field was changed, added or left out")
	proof := strings.SplitN(textOf(files, stem+".tlog-proof"), "\n\n", 2)
	steps := strings.Split(proof[0], "\n")
	need(len(proof) == 2 && proof[1] == note && len(steps) > 1 && steps[0] == "c2sp.org/tlog-proof@v1" && steps[1] == "index "+digits,
		stem+".tlog-proof", "is not a proof of this act under the bundle's checkpoint")
	a.leaf = tlog.RecordHash([]byte(leaf))
	checkIncluded(stem+".tlog-proof", steps[2:], a.index, head, a.leaf)
	return a
}

// treeRoot is the root over a record's own small tree (RFC 9162, section 2.1.1).
func treeRoot(row []tlog.Hash) tlog.Hash {
	for len(row) > 1 {
		var above []tlog.Hash
		for i := 0; i+1 < len(row); i += 2 {
			above = append(above, tlog.NodeHash(row[i], row[i+1]))
		}
		if len(row)%2 == 1 {
			above = append(above, row[len(row)-1])
		}
		row = above
	}
	return row[0]
}

func checkExport(acts []*act, incident, export, standard string) {
	last, own, others := acts[len(acts)-1], 0, []string{}
	for _, a := range acts {
		if a.word("act") == export {
			own++
		} else {
			others = append(others, hex.EncodeToString(a.leaf[:])+"\n")
		}
	}
	need(own == 1 && last.word("act") == export, "data/acts", "the act by which the bundle was exported is not there once, as the last")
	need(last.opened["kind"] == `"exported"` && last.opened["subject"] == `"`+incident+`"`, last.name, "is not an export of this incident")
	for label := range last.closed {
		need(label == "at" || label == "by", last.name, "hides what it says")
	}
	need(last.opened["standard"] == `"`+standard+`"`, "data/bundle", "names another standard than the export")
	sort.Strings(others)
	contents := fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(strings.Join(others, ""))))
	need(last.opened["acts"] == fmt.Sprint(len(others)) && last.opened["contents"] == contents, "data/acts",
		"these are not the acts that were exported: one was left out, added or exchanged")
}

func checkCustody(acts []*act) map[string]bool {
	byHash, linked, received := map[string]*act{}, map[string]bool{}, map[string]bool{}
	for _, a := range acts {
		if before := a.word("prev"); before != "" {
			other := byHash[before]
			need(other != nil && other.word("subject") == a.word("subject"), a.name, "the act before it in the chain of custody is left out")
		}
		byHash[hex.EncodeToString(a.leaf[:])] = a
		kind := a.word("kind")
		if kind == "received" {
			received[a.word("subject")] = true
		}
		if kind != "linked" && kind != "unlinked" && kind != "merged" {
			continue
		}
		reports, has := a.opened["reports"]
		_, into := a.opened["into"]
		need(!has || wordList.MatchString(reports), a.name, "field reports is not a list of plain words")
		named := strings.FieldsFunc(reports, func(r rune) bool { return strings.ContainsRune(`[]",`, r) })
		if one := a.word("report"); one != "" {
			named = append(named, one)
		}
		need(!a.closed["report"] && !a.closed["reports"] && (len(named) > 0 || has || into), a.name, "does not say which report")
		for _, one := range named {
			linked[one] = kind != "unlinked"
		}
	}
	for one, is := range linked {
		need(!is || received[one], "data/acts", "a report is linked to the incident and left out of the bundle")
	}
	return linked
}

func checkFiles(files map[string][]byte, acts []*act) {
	for name, data := range files {
		if !strings.HasPrefix(name, "data/files/") {
			continue
		}
		digest, found := strings.TrimPrefix(name, "data/files/"), false
		for _, a := range acts {
			found = found || strings.Contains(a.opened["files"], fmt.Sprintf(`{"bytes":%d,"sha256":"%s"`, len(data), digest))
		}
		need(found && fmt.Sprintf("%x", sha256.Sum256(data)) == digest, name, "is not a file that an act lists")
	}
	for _, match := range listed.FindAllStringSubmatch(acts[len(acts)-1].opened["files"], -1) {
		_, ok := files["data/files/"+match[1]]
		need(ok, "data/files", "a file that was exported is missing")
	}
}

func counted(acts []*act, linked map[string]bool) []string {
	opened, closed, reports, figures, denials, responsibility := 0, 0, 0, 0, 0, 0
	kinds := map[string]int{}
	for _, a := range acts {
		opened, closed = opened+len(a.opened), closed+len(a.closed)
		kinds[a.word("kind")]++
		if a.word("kind") != "received" {
			continue
		}
		reports += one(linked[a.word("subject")])
		figures += one(a.closed["figures"])
		responsibility += one(a.closed["responsibility"])
		// Inside a text of a JSON value every quotation mark is escaped, so this is a key and its value.
		denials += strings.Count(a.opened["responsibility"], `"kind":"denied"`)
	}
	lines := []string{fmt.Sprintf("acts %d", len(acts)), fmt.Sprintf("opened %d", opened), fmt.Sprintf("closed %d", closed),
		fmt.Sprintf("reports %d", reports), fmt.Sprintf("figures-closed %d", figures), fmt.Sprintf("denials %d", denials),
		fmt.Sprintf("responsibility-closed %d", responsibility)}
	var named []string
	for kind, count := range kinds {
		named = append(named, fmt.Sprintf("kind %s %d", kind, count))
	}
	sort.Strings(named)
	return append(lines, named...)
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}
