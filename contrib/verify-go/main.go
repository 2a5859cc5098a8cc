// Command verify-go checks bundles and ledgers of Haal with code that other people wrote: the trees and notes are those of
// golang.org/x/mod/sumdb, as Debian packages it. It shares no code with the program that wrote the bundle.
//
// The one thing to know: the policy names the keys you trust. Take it from elsewhere than what you check, and compare the
// fingerprints printed here; without a policy nothing is called valid. Exit 0 only when all of it holds.
package main

import (
	"fmt"
	"os"
	"strconv"
)

const usage = `usage:
  verify-go bundle DIR POLICY                     an incident's bundle
  verify-go proof LEAF PROOF POLICY               one leaf by its .tlog-proof
  verify-go proof LOGDIR INDEX POLICY             one leaf of a log in tlog-tiles form
  verify-go consistency LOGDIR OLDCHECKPOINT POLICY   the log has grown out of the older checkpoint
  verify-go audit LOGDIR POLICY                   every entry, every tile and the root
  verify-go misbehaviour A B POLICY [LOGDIR]      two checkpoints of one log that cannot both be true; exit 0 when shown

Without POLICY nothing is called valid. Not checked: README files, bag-info.txt and the programs in a bundle (no ledger
binds them), whether a value is well-formed JSON, a second signature line of one key. misbehaviour asks for the log's
signature alone, not for witnesses; of two sizes it can compare the roots only with LOGDIR, the log of the larger one.
`

// invalid is how every check ends that does not hold; main turns it into "INVALID: where: why".
type invalid struct{ where, why string }

func (e invalid) Error() string { return e.where + ": " + e.why }

func fail(where, why string) { panic(invalid{where, why}) }

func need(held bool, where, why string) {
	if !held {
		fail(where, why)
	}
}

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) (code int) {
	defer func() {
		if caught := recover(); caught != nil {
			code = 1
			if known, ok := caught.(invalid); ok {
				fmt.Printf("INVALID: %v\n", known)
			} else {
				fmt.Printf("INVALID: this program: %v\n", caught)
			}
		}
	}()
	if len(args) == 0 {
		fmt.Print(usage)
		return 2
	}
	words := args[1:]
	switch {
	case args[0] == "bundle" && (len(words) == 1 || len(words) == 2):
		return said(checkBundle(words[0], policyOf(words[1:])), len(words) == 2)
	case args[0] == "proof" && (len(words) == 2 || len(words) == 3):
		return said(checkProof(words[0], words[1], policyOf(words[2:])), len(words) == 3)
	case args[0] == "consistency" && (len(words) == 2 || len(words) == 3):
		return said(checkConsistency(words[0], words[1], policyOf(words[2:])), len(words) == 3)
	case args[0] == "audit" && (len(words) == 1 || len(words) == 2):
		return said(audit(words[0], policyOf(words[1:])), len(words) == 2)
	case args[0] == "misbehaviour" && (len(words) == 3 || len(words) == 4):
		return misbehaviour(words[0], words[1], policyOf(words[2:3]), words[3:])
	}
	fmt.Print(usage)
	return 2
}

// said prints the last line; only under a policy is anything valid.
func said(head checkpoint, trusted bool) int {
	fmt.Printf("checkpoint  %s, %d leaves, root %x\n", head.origin, head.size, head.root[:])
	for _, line := range head.trusted {
		fmt.Printf("SIGNED BY   %s\n", line)
	}
	if !trusted {
		fmt.Println("NOT CALLED VALID: it agrees with itself, but without a policy nobody says whose ledger it is.")
		return 1
	}
	fmt.Println("VALID: all this existed when the checkpoint was signed and has not changed since. It does not prove that what is told")
	fmt.Println("is true, nor when it happened. Compare the fingerprints with ones you trust.")
	return 0
}

func number(where, text string) int64 {
	value, err := strconv.ParseInt(text, 10, 64)
	need(err == nil && value >= 0 && strconv.FormatInt(value, 10) == text && len(text) < 19, where, "is not a plain decimal number")
	return value
}
