"""Public incidents in the columns of UCDP and ACLED, so that who works with those can lay ours beside them.

`numbers` is what both share (how well place and day are known, deaths, provisional or final), `labels` what law or a data set
ties to the actor: only here, never inside. Nothing is told that the public incident does not tell.
"""
