package post
import ("testing";"os")
func TestShow(t *testing.T){ f:=os.Getenv("SHOW"); if f==""{t.Skip()}; splitFile(t,f)}
