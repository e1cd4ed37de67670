"""The national dialogue: rounds, what each seat says and what became of it, meetings, consensus with its reservations, priorities."""
