"""What a person decides about links: what to look at first, two reports side by side, two people, parts and siblings."""
