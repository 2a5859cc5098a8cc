"""The tables that belong to warnings: audiences, queues, receipts, rosters, alarms."""
