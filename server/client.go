package server

import (
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// trustedProxies are the networks whose X-Forwarded-For is believed.
type trustedProxies []netip.Prefix

// parseProxies reads addresses and networks (CIDR) that Options.Check let pass.
func parseProxies(list []string) trustedProxies {
	proxies := make(trustedProxies, 0, len(list))
	for _, s := range list {
		if network, err := netip.ParsePrefix(s); err == nil {
			if address := network.Addr(); address.Is4In6() { // ::ffff:10.0.0.0/104 is 10.0.0.0/8
				network = netip.PrefixFrom(address.Unmap(), max(network.Bits()-96, 0))
			}
			proxies = append(proxies, network)
		} else if address, err := netip.ParseAddr(s); err == nil {
			address = address.Unmap()
			proxies = append(proxies, netip.PrefixFrom(address, address.BitLen()))
		}
	}
	return proxies
}

func (t trustedProxies) trusts(address netip.Addr) bool {
	for _, network := range t {
		if network.Contains(address) {
			return true
		}
	}
	return false
}

// client gives the address of the client of a request: the last hop that is not
// a trusted proxy. A proxy adds the address that it was reached from at the right end
// of X-Forwarded-For; what stands left of the first hop that no trusted proxy
// vouches for is the client's own claim. A hop that is no address ends the search: then the
// proxy that passed it on stands for its clients.
func (t trustedProxies) client(c *fiber.Ctx) string {
	remote, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	client := remote.Unmap()
	// Some proxies append to the header, some add another line of it.
	lines := c.Request().Header.PeekAll(fiber.HeaderXForwardedFor)
	for i := len(lines) - 1; i >= 0; i-- {
		for left := string(lines[i]); left != ""; {
			if !t.trusts(client) {
				return client.String()
			}
			cut := strings.LastIndexByte(left, ',')
			hop, ok := parseHop(left[cut+1:])
			if !ok {
				return client.String()
			}
			client, left = hop, left[:max(cut, 0)]
		}
	}
	return client.String()
}

// parseHop reads a hop of X-Forwarded-For: an address, with or without a port.
func parseHop(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if at, err := netip.ParseAddrPort(s); err == nil {
		return at.Addr().Unmap().WithZone(""), true
	}
	address, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return address.Unmap().WithZone(""), err == nil
}
