"""The record for years: acts of custody, the standard by which an incident is told, a checkpoint in eight words."""
