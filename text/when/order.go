package when

// OrderOf decides how a document writes all-digit dates: by those of its dates
// that can be read in one way only.
func OrderOf(expressions []Expression) Order {
	days, months := 0, 0
	for i := range expressions {
		switch expressions[i].v.digits {
		case dayLeads:
			days++
		case monthLeads:
			months++
		}
	}
	if months > days {
		return MonthFirst
	}
	return DayFirst
}
