package when

// ukrainian has the words of dates; the patterns that need no words of order
// are English's.
var ukrainian = language{
	name: "uk",
	words: []word{
		{"січня січень січні", cMonth | cLone, 1}, {"лютого лютому", cMonth | cLone, 2}, {"березня березень березні", cMonth | cLone, 3},
		{"квітня квітень квітні", cMonth | cLone, 4}, {"травня травень травні", cMonth | cLone, 5}, {"червня червень червні", cMonth | cLone, 6},
		{"липня липень липні", cMonth | cLone, 7}, {"серпня серпень серпні", cMonth | cLone, 8}, {"вересня вересень вересні", cMonth | cLone, 9},
		{"жовтня жовтень жовтні", cMonth | cLone, 10}, {"листопада листопад листопаді", cMonth | cLone, 11},
		{"грудня грудень грудні", cMonth | cLone, 12},

		{"понеділок понеділка", cWeekday | cLone, 1}, {"вівторок вівторка", cWeekday | cLone, 2}, {"середу середи", cWeekday, 3},
		{"четвер четверга", cWeekday | cLone, 4}, {"суботу суботи", cWeekday | cLone, 6}, {"неділю неділі", cWeekday | cLone, 7},

		{"два дві", cNum, 2}, {"три", cNum, 3}, {"чотири", cNum, 4}, {"шість", cNum, 6}, {"сім", cNum, 7}, {"вісім", cNum, 8},
		{"двадцять", cNum, 20}, {"тридцять", cNum, 30},
		{"першого", cOrd, 1}, {"другого", cOrd, 2}, {"третього", cOrd, 3}, {"четвертого", cOrd, 4}, {"шостого", cOrd, 6},
		{"сьомого", cOrd, 7}, {"восьмого", cOrd, 8}, {"десятого", cOrd, 10}, {"одинадцятого", cOrd, 11}, {"дванадцятого", cOrd, 12},
		{"тринадцятого", cOrd, 13}, {"чотирнадцятого", cOrd, 14}, {"шістнадцятого", cOrd, 16}, {"сімнадцятого", cOrd, 17},
		{"вісімнадцятого", cOrd, 18}, {"двадцятого", cOrd, 20}, {"тридцятого", cOrd, 30},
		{"кілька", cFew, 3},

		{"година години годин", cUnit, int32(unitHour)}, {"день дня дні днів доба доби добу", cUnit, int32(unitDay)},
		{"тиждень тижня тижні тижнів", cUnit, int32(unitWeek)}, {"місяць місяця місяці місяців", cUnit, int32(unitMonth)},
		{"рік року роки років році", cUnit, int32(unitYear)}, {"р", cUnit | cAbbr, int32(unitYear)},

		{"сьогодні вночі", cDeictic, 0}, {"вчора учора напередодні", cDeictic, -1}, {"позавчора", cDeictic, -2}, {"завтра", cDeictic, 1},
		{"минулого минулому минулої минулий", cLast, -1}, {"останні останню останній", cLast | cRecent, -1},
		{"наступного наступному наступної", cNext, 1}, {"цього цьому цієї", cThis, 0}, {"тому", cAgo, 0},
		{"весни навесні", cSeason, 1}, {"літа влітку", cSeason, 2}, {"осені восени", cSeason, 3}, {"зими взимку", cSeason, 4},
		{"вранці ранку вечора", cDaypart, 0},
		{"початку", cPart, int32(early)}, {"середині", cPart, int32(mid)}, {"наприкінці кінці", cPart, int32(late)},

		{"у в о об", cIn, 0}, {"на", cOn, 0}, {"та й", cAnd, 0}, {"з із від", cLead, int32(From)}, {"до", cTo | cLead, int32(Until)},
		{"після", cLead, int32(After)}, {"перед", cLead, int32(Before)},
	},
	patterns: []pattern{
		{"day month ,? year unit", calendar},
		{"day dash|to|and day month ,? year unit", calendar},
		{"month year unit", calendar},
		{"year unit", yearWithWord},
	},
}
