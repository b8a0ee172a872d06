// Command pocketbase is what the service is measured against by make bench: PocketBase as it comes, with one collection whose fields
// are an application's. It is a module of its own, so that nothing of it comes into the service.
//
//	pocketbase serve --http 127.0.0.1:PORT --dir DIR
//
// It reads a record's fields as JSON, and when it listens it prints one line of JSON: its version, the token of a user who is signed in,
// and how SQLite keeps what it is told.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"runtime/debug"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// records are kept before anything is measured, under ids from 000000000000000 on.
const records = 4096

func main() {
	app := pocketbase.NewWithConfig(pocketbase.Config{HideStartBanner: true})
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		user, err := fill(e.App)
		if err == nil {
			err = e.Next() // it listens from here on
		}
		if err != nil {
			return err
		}
		return tell(e.App, user)
	})
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}

// fill makes a user, the collection and its records.
func fill(app core.App) (*core.Record, error) {
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return nil, err
	}
	user := core.NewRecord(users)
	user.SetEmail("hr@example.org")
	user.SetRandomPassword()
	if err := app.Save(user); err != nil {
		return nil, err
	}
	c := core.NewBaseCollection("applications")
	signedIn := types.Pointer(`@request.auth.id != ""`) // less to look up than whose it is, which the service does
	c.ViewRule, c.CreateRule = signedIn, signedIn
	c.Fields.Add(&core.JSONField{Name: "facts"}, &core.AutodateField{Name: "changed_at", OnCreate: true, OnUpdate: true})
	for _, name := range []string{"state", "name", "id_number", "permit_number", "permit_valid_until", "phone", "address", "household_place",
		"job_title", "contract_from", "contract_to", "archive_place"} {
		c.Fields.Add(&core.TextField{Name: name})
	}
	if err := app.Save(c); err != nil {
		return nil, err
	}
	var body map[string]any
	if err := json.NewDecoder(os.Stdin).Decode(&body); err != nil {
		return nil, fmt.Errorf("reading a record's fields: %w", err)
	}
	return user, app.RunInTransaction(func(tx core.App) error {
		for i := range records {
			r := core.NewRecord(c)
			r.Load(body)
			r.Id = fmt.Sprintf("%015d", i)
			if err := tx.Save(r); err != nil {
				return err
			}
		}
		return nil
	})
}

// tell prints what the bench must know.
func tell(app core.App, user *core.Record) error {
	var said struct {
		Version     string `json:"version"`
		Token       string `json:"token"`
		Synchronous int    `json:"synchronous"`
	}
	info, _ := debug.ReadBuildInfo()
	for _, m := range info.Deps {
		if m.Path == "github.com/pocketbase/pocketbase" {
			said.Version = m.Version
		}
	}
	var err error
	if said.Token, err = user.NewAuthToken(); err == nil {
		err = app.NonconcurrentDB().NewQuery(`PRAGMA synchronous`).Row(&said.Synchronous)
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(said)
}
