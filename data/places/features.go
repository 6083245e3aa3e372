package places

import "mentionmap"

// kinds says which GeoNames feature codes are taken, and as what. Codes of a
// class that stand nowhere are left out, with what is too small to be told of
// (streets of towns, railway stops that are called like their village).
var kinds = map[string]mentionmap.Kind{
	"A.ADM1": mentionmap.Region, "A.ADM2": mentionmap.District, "A.ADM2H": mentionmap.District, "A.ADM3": mentionmap.District,
	"A.PCLI": mentionmap.Country, "A.PCLD": mentionmap.Country, "A.PCLF": mentionmap.Country, "A.PCLS": mentionmap.Country, "A.PCLIX": mentionmap.Country,
	"A.TERR": mentionmap.Country,

	"P.PPL": mentionmap.Settlement, "P.PPLA": mentionmap.Settlement, "P.PPLA2": mentionmap.Settlement, "P.PPLA3": mentionmap.Settlement, "P.PPLA4": mentionmap.Settlement,
	"P.PPLA5": mentionmap.Settlement, "P.PPLC": mentionmap.Settlement, "P.PPLF": mentionmap.Settlement, "P.PPLG": mentionmap.Settlement, "P.PPLL": mentionmap.Settlement,
	"P.PPLQ": mentionmap.Settlement, "P.PPLR": mentionmap.Settlement, "P.PPLS": mentionmap.Settlement, "P.PPLW": mentionmap.Settlement, "P.PPLX": mentionmap.Settlement,
	"P.STLMT": mentionmap.Settlement,

	"H.STM": mentionmap.Water, "H.LK": mentionmap.Water, "H.LKS": mentionmap.Water, "H.RSV": mentionmap.Water, "H.SEA": mentionmap.Water, "H.GULF": mentionmap.Water,
	"H.BAY": mentionmap.Water, "H.STRT": mentionmap.Water, "H.CNL": mentionmap.Water, "H.ESTY": mentionmap.Water, "H.LGN": mentionmap.Water, "H.OCN": mentionmap.Water,

	"L.AREA": mentionmap.Area, "L.RGN": mentionmap.Area, "L.RGNE": mentionmap.Area, "L.CONT": mentionmap.Area, "T.ISL": mentionmap.Area, "T.ISLS": mentionmap.Area,
	"T.PEN": mentionmap.Area, "T.SPIT": mentionmap.Area, "T.CAPE": mentionmap.Area, "T.MTS": mentionmap.Area, "V.FRST": mentionmap.Area,

	"S.AIRB": mentionmap.Facility, "S.AIRP": mentionmap.Facility, "S.AIRF": mentionmap.Facility, "S.DAM": mentionmap.Facility, "S.PS": mentionmap.Facility,
	"S.PSN": mentionmap.Facility, "S.PSH": mentionmap.Facility, "S.MILB": mentionmap.Facility, "L.MILB": mentionmap.Facility, "L.NVB": mentionmap.Facility,
	"S.BDG": mentionmap.Facility, "S.FT": mentionmap.Facility, "L.PRT": mentionmap.Facility, "S.PRT": mentionmap.Facility, "S.CSTL": mentionmap.Facility,
	"S.OILR": mentionmap.Facility, "S.STNB": mentionmap.Facility, "S.CTRS": mentionmap.Facility,
}

func kindOf(class, code string) mentionmap.Kind { return kinds[class+"."+code] }
