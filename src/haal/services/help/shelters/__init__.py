"""Shelters and families driven out: told through intake, counted by the desk, shown when two agree, handed on with consent."""
