package postgres

// Name is what a database is called in messages: its address without the password.
func Name(address string) string { return nameOf(address) }
