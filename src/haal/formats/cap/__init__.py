"""Common Alerting Protocol 1.2: the typed message, its rules, its writer and its reader."""
