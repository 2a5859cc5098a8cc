"""Claims: entered by one, held against what may be told, confirmed by another, corrected by a new one."""
