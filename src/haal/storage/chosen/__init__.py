"""What people who ask to be warned chose: `rows` has the tables, `keep` keeps and drops them."""
