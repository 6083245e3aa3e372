package locate

// rule is a way in which a mention gets its day. One can be switched off, to
// see what it is worth.
type rule uint8

const (
	noRule rule = iota
	ruleClause
	ruleSentence
	ruleBoundaries
	ruleVague
	ruleWeak
	ruleBeside
	ruleHeads
	rulePromise
	rulePrevious
	ruleEvents
	ruleOrder
	rulePost
	ruleWeek
	ruleDocument
	ruleCount
)

// ruleNames say what each rule does, for the table of figures.
var ruleNames = [ruleCount]string{
	noRule:         "all rules",
	ruleClause:     "without words of the same clause",
	ruleSentence:   "without words of another clause of the sentence",
	ruleBoundaries: "without clauses",
	ruleVague:      "without vague words that leave a clause to its post",
	ruleWeak:       "without weak words, such as overnight",
	ruleHeads:      "without dates at the head of a line",
	ruleBeside:     "without dates of nouns beside the clause",
	rulePromise:    "without promises",
	rulePrevious:   "without the day told of just before",
	ruleEvents:     "without dated events",
	ruleOrder:      "without the order of 02/03/22 in the document",
	rulePost:       "without the day of the post",
	ruleWeek:       "without the days of a digest",
	ruleDocument:   "without the day of the document",
}
