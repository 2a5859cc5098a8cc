"""Independence: which reports of one incident go back to one newsroom, agency or teller, and why we think so.

`witness` is what is looked at, `credit` who is named as the source, `likeness` near-equal text, `rare` shared errors and
numbers, `speakers` whom the lines quote, `groups` puts it together. Two reports of one origin still link; they earn no
credit. Who did it is never looked at.
"""
