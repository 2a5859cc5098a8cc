"""The scorer of reports on other machinery: SQL over everything at once, a store that answers for one new report, Splink and Spark."""
