"""Check-in circles: opening, saying (a word comes), watch (the clock looks), acting, noting (the sealed note), calling, queries."""
