package counts

type stories struct{}
type growing struct{}
