"""Who may do what: accounts, invites, roles, two-person agreements, audit."""
