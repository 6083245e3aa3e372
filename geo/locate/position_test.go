package locate

import (
	"math"
	"testing"

	"mentionmap"
)

func TestCoordinatesAreMentions(t *testing.T) {
	l := locator(t)
	for _, c := range []struct {
		text, surface string
		relation      mentionmap.Relation
	}{
		{"Footage geolocated near 48.5956, 37.9999 in Bakhmut shows a strike on January 8, 2023.", "48.5956, 37.9999", mentionmap.RelationNear},
		{"On January 8, 2023 a convoy burned (https://www.google.com/maps/@48.5956,37.9999,15z).", "https://www.google.com/maps/@48.5956,37.9999,15z", mentionmap.RelationIn},
		{"On 8 January 2023 troops stood at 48°35'44\"N 37°59'59\"E.", "48°35'44\"N 37°59'59\"E", mentionmap.RelationIn},
	} {
		doc := mentionmap.Document{Text: c.text, Published: mentionmap.NoStamp}
		var got *mentionmap.Mention
		list := l.Locate(doc, nil, Want{Explain: true}).Mentions
		for i := range list {
			if list[i].Surface == c.surface {
				got = &list[i]
			}
		}
		switch {
		case got == nil:
			t.Errorf("%q: not found among %d", c.text, len(list))
		case got.Place == nil || got.Place.ID >= 0 || math.Abs(got.Place.Lat-48.5956) > 1e-3 || math.Abs(got.Place.Lon-37.9999) > 1e-3:
			t.Errorf("%q: at %+v", c.text, got.Place)
		case got.Kind != mentionmap.Facility || got.Relation != c.relation || got.Place.Country != "UA" || got.Place.Admin1 == "" || got.RadiusKM != 0.1:
			t.Errorf("%q: %+v in %q", c.text, got, got.Place.Admin1)
		case got.Dates.From.String() != "2023-01-08" || got.Certainty() != "sure" || got.Why == nil:
			t.Errorf("%q: dated %v, %s", c.text, got.Dates, got.Certainty())
		}
	}
}

// The same coordinates are the same place, whatever text they stand in.
func TestCoordinatesKeepTheirID(t *testing.T) {
	l := locator(t)
	var ids []mentionmap.PlaceID
	for _, text := range []string{"At 48.59560, 37.99990.", "Seen at N48.5956 E37.9999 today."} {
		list := l.Locate(mentionmap.Document{Text: text, Published: mentionmap.NoStamp}, nil, Want{}).Mentions
		if len(list) != 1 {
			t.Fatalf("%q: %d mentions", text, len(list))
		}
		ids = append(ids, list[0].Place.ID)
	}
	if ids[0] != ids[1] {
		t.Errorf("ids %d and %d", ids[0], ids[1])
	}
}
