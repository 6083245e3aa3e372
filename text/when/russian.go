package when

// russian has the words of dates that ukrainian lacks.
var russian = language{
	name: "ru",
	words: []word{
		{"января январь январе", cMonth | cLone, 1}, {"февраля февраль феврале", cMonth | cLone, 2}, {"марта март марте", cMonth | cLone, 3},
		{"апреля апрель апреле", cMonth | cLone, 4}, {"мая мае", cMonth | cLone, 5}, {"июня июнь июне", cMonth | cLone, 6},
		{"июля июль июле", cMonth | cLone, 7}, {"августа август августе", cMonth | cLone, 8}, {"сентября сентябрь сентябре", cMonth | cLone, 9},
		{"октября октябрь октябре", cMonth | cLone, 10}, {"ноября ноябрь ноябре", cMonth | cLone, 11}, {"декабря декабрь декабре", cMonth | cLone, 12},

		{"понедельник понедельника", cWeekday | cLone, 1}, {"вторник вторника", cWeekday | cLone, 2}, {"среду", cWeekday, 3},
		{"четверг", cWeekday | cLone, 4}, {"пятницу пятницы", cWeekday | cLone, 5}, {"субботу субботы", cWeekday | cLone, 6},
		{"воскресенье воскресенья", cWeekday | cLone, 7},

		{"две", cNum, 2}, {"четыре", cNum, 4}, {"пять", cNum, 5}, {"шесть", cNum, 6}, {"семь", cNum, 7}, {"восемь", cNum, 8},
		{"двадцать", cNum, 20}, {"тридцать", cNum, 30},
		{"первого", cOrd, 1}, {"второго", cOrd, 2}, {"третьего", cOrd, 3}, {"четвертого четвёртого", cOrd, 4}, {"пятого", cOrd, 5},
		{"шестого", cOrd, 6}, {"седьмого", cOrd, 7}, {"восьмого", cOrd, 8}, {"девятого", cOrd, 9}, {"десятого", cOrd, 10},
		{"одиннадцатого", cOrd, 11}, {"двенадцатого", cOrd, 12}, {"тринадцатого", cOrd, 13}, {"четырнадцатого", cOrd, 14},
		{"пятнадцатого", cOrd, 15}, {"шестнадцатого", cOrd, 16}, {"семнадцатого", cOrd, 17}, {"восемнадцатого", cOrd, 18},
		{"девятнадцатого", cOrd, 19}, {"двадцатого", cOrd, 20}, {"тридцатого", cOrd, 30},
		{"несколько", cFew, 3},

		{"час часа часов", cUnit, int32(unitHour)}, {"дней сутки суток", cUnit, int32(unitDay)},
		{"неделю недели неделе недель", cUnit, int32(unitWeek)}, {"месяц месяца месяце месяцев", cUnit, int32(unitMonth)},
		{"год года году годы лет", cUnit, int32(unitYear)}, {"г", cUnit | cAbbr, int32(unitYear)},

		{"сегодня ночью", cDeictic, 0}, {"вчера накануне", cDeictic, -1}, {"позавчера", cDeictic, -2},
		{"прошлой прошлого прошлом прошлую", cLast, -1}, {"последние последнюю последний", cLast | cRecent, -1},
		{"следующего следующей следующем", cNext, 1}, {"этого этом этой", cThis, 0}, {"назад", cAgo, 0},
		{"весной", cSeason, 1}, {"летом", cSeason, 2}, {"осенью", cSeason, 3}, {"зимой", cSeason, 4},
		{"утром вечером", cDaypart, 0},
		{"начале", cPart, int32(early)}, {"середине", cPart, int32(mid)}, {"конце", cPart, int32(late)},

		{"во", cIn, 0}, {"и", cAnd, 0}, {"с со от", cLead, int32(From)}, {"по", cTo, 0}, {"после", cLead, int32(After)},
	},
}
