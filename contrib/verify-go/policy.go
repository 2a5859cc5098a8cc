package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// policy is a C2SP tlog-policy: whose checkpoints to believe, and which witnesses must have cosigned.
type policy struct {
	logs      map[string]note.Verifier // by name and key id
	witnesses []*witness
	needed    map[string]int
	members   map[string][]string
	quorum    string
	keys      map[string][]byte // by name and key id, for fingerprints
}

// witness checks a cosignature (C2SP tlog-cosignature, type 0x04); the library's own verifiers know type 0x01 alone.
type witness struct {
	called, name string
	hash         uint32
	key          []byte
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }
func (w *witness) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize || sig[0] >= 0x80 {
		return false
	}
	stamp := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(w.key, append([]byte(stamp), msg...), sig[8:])
}

// checkpoint is the head of a log; trusted are the fingerprints of the keys that signed it.
type checkpoint struct {
	origin  string
	size    int64
	root    tlog.Hash
	trusted []string
}

func policyOf(paths []string) *policy {
	if len(paths) == 0 {
		return nil
	}
	data, err := os.ReadFile(paths[0])
	need(err == nil, "policy", "cannot be read")
	return parsePolicy(string(data))
}

func parsePolicy(text string) *policy {
	p := &policy{logs: map[string]note.Verifier{}, needed: map[string]int{}, members: map[string][]string{}, keys: map[string][]byte{}}
	names, inside, seen := map[string]bool{"none": true}, map[string]bool{"none": true}, map[string]bool{}
	quorums := 0
	need(strings.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }) < 0, "policy", "holds control characters")
	for n, line := range strings.Split(text, "\n") {
		where := fmt.Sprintf("policy, line %d", n+1)
		words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' })
		if len(words) == 0 || words[0][0] == '#' {
			continue
		}
		switch {
		case words[0] == "log" && (len(words) == 2 || len(words) == 3):
			name, id, key := vkey(where, words[1], 1)
			need(!seen["log"+string(key)], "policy", "names a key twice")
			seen["log"+string(key)] = true
			verifier, err := note.NewVerifier(words[1])
			need(err == nil, where, "the key is damaged, or of another type")
			p.logs[name+" "+id], p.keys[name+" "+id] = verifier, key
		case words[0] == "witness" && (len(words) == 3 || len(words) == 4) && !names[words[1]]:
			name, id, key := vkey(where, words[2], 4)
			need(!seen["witness"+string(key)], "policy", "names a key twice")
			seen["witness"+string(key)] = true
			names[words[1]] = true
			raw, _ := hex.DecodeString(id)
			p.witnesses = append(p.witnesses, &witness{words[1], name, binary.BigEndian.Uint32(raw), key})
			p.keys[name+" "+id] = key
		case words[0] == "group" && len(words) > 3 && !names[words[1]]:
			for _, member := range words[3:] {
				need(names[member] && !inside[member], where, "is not understood")
				inside[member] = true
			}
			switch words[2] {
			case "any":
				words[2] = "1"
			case "all":
				words[2] = fmt.Sprint(len(words) - 3)
			}
			count := number(where, words[2])
			need(count >= 1 && count <= int64(len(words)-3), where, "the group's threshold cannot be met")
			p.needed[words[1]], p.members[words[1]], names[words[1]] = int(count), words[3:], true
		case words[0] == "quorum" && len(words) == 2 && names[words[1]]:
			p.quorum = words[1]
			quorums++
		default:
			fail(where, "is not understood")
		}
	}
	need(quorums == 1 && len(p.logs) > 0, "policy", "names no log, or not exactly one quorum")
	return p
}

// holds says whether a witness, or enough members of a group, have cosigned.
func (p *policy) holds(name string, cosigned map[string]bool) bool {
	if _, ok := p.needed[name]; !ok {
		return cosigned[name]
	}
	count := 0
	for _, member := range p.members[name] {
		if p.holds(member, cosigned) {
			count++
		}
	}
	return count >= p.needed[name]
}

// openCheckpoint returns the checkpoint in a note once the policy's keys have verified its signatures. Without a policy the
// signatures are not verified; without witnessed no witness is asked for.
func openCheckpoint(where string, text []byte, p *policy, witnessed bool) checkpoint {
	cut := bytes.LastIndex(text, []byte("\n\n"))
	need(cut > 0 && utf8.Valid(text), where, "is not a signed checkpoint")
	lines := strings.Split(string(text[:cut]), "\n")
	need(len(lines) == 3 && lines[0] != "", where, "is not a signed checkpoint of three lines")
	head := checkpoint{origin: lines[0], size: number(where, lines[1])}
	copy(head.root[:], unbase64(where, lines[2], tlog.HashSize))
	if p == nil {
		return head
	}
	var known []note.Verifier
	called := map[string]string{}
	for _, log := range p.logs {
		if log.Name() == head.origin {
			known = append(known, log)
		}
	}
	for _, one := range p.witnesses {
		known = append(known, one)
		called[fmt.Sprintf("%s %08x", one.name, one.hash)] = one.called
	}
	opened, err := note.Open(text, note.VerifierList(known...))
	need(err == nil, where, fmt.Sprintf("%v", err))
	cosigned, byLog := map[string]bool{}, false
	for _, sig := range opened.Sigs {
		id := fmt.Sprintf("%s %08x", sig.Name, sig.Hash)
		if name, ok := called[id]; ok {
			cosigned[name] = true
			head.trusted = append(head.trusted, "witness "+fingerprint(sig.Name, p.keys[id]))
		} else {
			byLog = true
			head.trusted = append(head.trusted, "log "+fingerprint(sig.Name, p.keys[id]))
		}
	}
	need(byLog, where, "is not signed by a log that the policy trusts")
	need(!witnessed || p.quorum == "none" || p.holds(p.quorum, cosigned), where, "is not cosigned by the witnesses that the policy asks for")
	return head
}

// vkey returns name, key id and key of a verifier key (C2SP signed-note).
func vkey(where, text string, kind byte) (string, string, []byte) {
	parts := strings.SplitN(text, "+", 3)
	need(len(parts) == 3 && parts[0] != "", where, "the key is damaged, or of another type")
	data := unbase64(where, parts[2], 33)
	sum := sha256.Sum256([]byte(parts[0] + "\n" + string(data)))
	need(data[0] == kind && hex.EncodeToString(sum[:4]) == parts[1], where, "the key is damaged, or of another type")
	return parts[0], parts[1], data[1:]
}

func fingerprint(name string, key []byte) string {
	sum := sha256.Sum256(key)
	text := name + " "
	for at := 0; at < len(sum); at += 2 {
		text += fmt.Sprintf(" %x", sum[at:at+2])
	}
	return text
}

// unbase64 returns the bytes of base64 written the one way there is, of the length given.
func unbase64(where, text string, length int) []byte {
	data, err := base64.StdEncoding.DecodeString(text)
	need(err == nil && base64.StdEncoding.EncodeToString(data) == text && len(data) == length, where, "a hash, key or signature is not written as it should be")
	return data
}
