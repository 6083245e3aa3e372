package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"mentionmap"
	"mentionmap/data/ingest"
	"mentionmap/data/store"
	"mentionmap/data/store/postgres"
	"mentionmap/data/store/sqlite"
	"mentionmap/data/tokens"
	"mentionmap/server"
)

func newToken() *cobra.Command {
	c := group(&cobra.Command{
		Use:   "token",
		Short: "Say who may store and delete documents over HTTP, or read",
		Long: "Tokens are kept in a file beside the database, each as a hash. Without any, a server takes no documents. They take effect within\n" +
			"a second, while the server runs.",
		Example: "  mentionmap token new --scope write desk\n  mentionmap token list\n  mentionmap token revoke desk",
	})
	c.AddCommand(newTokenNew(), newTokenList(), newTokenRevoke())
	return c
}

func newTokenNew() *cobra.Command {
	c := &cobra.Command{
		Use:     "new NAME",
		Short:   "Make a token and show it, this once",
		Example: "  mentionmap token new --scope write desk\n  mentionmap token new --db war.db 'the notebook of the desk'",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE:    tokenNew,
	}
	settingDB.add(c)
	c.Flags().String("scope", tokens.Read.String(), "what it allows: "+strings.Join(tokens.Scopes(), " or "))
	addJSON(c)
	return c
}

func tokenNew(c *cobra.Command, args []string) error {
	word, _ := c.Flags().GetString("scope")
	scope, ok := tokens.ParseScope(word)
	if !ok {
		return usagef("--scope %q is not one of %s", word, strings.Join(tokens.Scopes(), ", "))
	}
	if err := mayHaveTokens(c, scope); err != nil {
		return err
	}
	file := tokenFile(c)
	defer file.Close()
	secret, err := file.New(c.Context(), args[0], scope, time.Now())
	if err != nil {
		return err
	}
	if wantsJSON(c) {
		return json.NewEncoder(c.OutOrStdout()).Encode(map[string]string{"name": args[0], "scope": scope.String(), "token": secret})
	}
	fmt.Fprintln(c.ErrOrStderr(), "This is shown once; keep it where nobody else reads:")
	_, err = fmt.Fprintln(c.OutOrStdout(), secret)
	return err
}

// mayHaveTokens tells whether a token would be of any use: the database must be
// there, and nobody writes to the demo.
func mayHaveTokens(c *cobra.Command, scope tokens.Scope) error {
	db, err := openExisting(c, sqlite.Options{Notice: told(c)})
	if err != nil {
		return err
	}
	defer db.Close()
	info, err := db.Info(c.Context())
	if err == nil && info.Demo && scope == tokens.Write {
		err = mentionmap.Errorf(mentionmap.Invalid, "%s is the demo database: a server of it takes no documents; name your own with --db", db.name)
	}
	return err
}

// tokenFile is that of the database.
func tokenFile(c *cobra.Command) *tokens.File {
	name, _ := settingDB.of(c)
	if postgres.IsURL(name) {
		return tokens.Beside(tokensOf(name, ""))
	}
	return tokens.Beside(name)
}

func newTokenList() *cobra.Command {
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the tokens, and when each was used last",
		Example: "  mentionmap token list\n  mentionmap token list --json",
		Args:    arguments(cobra.NoArgs),
		RunE:    tokenList,
	}
	settingDB.add(c)
	addJSON(c)
	return c
}

func tokenList(c *cobra.Command, _ []string) error {
	file := tokenFile(c)
	defer file.Close()
	list, err := file.List(c.Context())
	if err != nil {
		return err
	}
	if wantsJSON(c) {
		return printTokensJSON(c.OutOrStdout(), list)
	}
	if len(list) == 0 {
		_, err := fmt.Fprintln(c.OutOrStdout(), "There are no tokens: nobody can store or delete documents over HTTP.")
		return err
	}
	t := tabwriter.NewWriter(c.OutOrStdout(), 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tSCOPE\tCREATED\tLAST USED")
	for _, k := range list {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", k.Name, k.Scope, k.Created.UTC().Format(time.DateOnly), usedOn(k.Used))
	}
	return t.Flush()
}

func usedOn(used time.Time) string {
	if used.IsZero() {
		return "never"
	}
	return used.UTC().Format("2006-01-02 15:04 UTC")
}

func printTokensJSON(out io.Writer, list []tokens.Token) error {
	lines := json.NewEncoder(out)
	for _, k := range list {
		row := map[string]any{"name": k.Name, "scope": k.Scope.String(), "created": k.Created.UTC(), "used": nil}
		if !k.Used.IsZero() {
			row["used"] = k.Used.UTC()
		}
		if err := lines.Encode(row); err != nil {
			return err
		}
	}
	return nil
}

func newTokenRevoke() *cobra.Command {
	c := &cobra.Command{
		Use:     "revoke NAME",
		Short:   "Take a token back",
		Example: "  mentionmap token revoke desk",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			file := tokenFile(c)
			defer file.Close()
			if err := file.Revoke(c.Context(), args[0]); err != nil {
				return err
			}
			_, err := fmt.Fprintf(c.OutOrStdout(), "the token %q is of no use any more\n", args[0])
			return err
		},
	}
	settingDB.add(c)
	return c
}

// take stores documents that are sent to a server.
func (w *works) take(db ingest.Store) server.Take {
	return func(ctx context.Context, name, source string, r io.Reader) ([]ingest.Taken, store.Added, error) {
		o := w.ingestOptions(db)
		o.Source = source
		return ingest.Take(ctx, o, name, r)
	}
}
