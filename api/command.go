package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"jifen/api/store"
	"jifen/rules/process"
)

// The accounts of officers and auditors are made, reset and ended on the command line, by one who may read the key: nobody signed
// in can make another of them. A command works while the service runs, and tells a first password once, on standard output.

// byCommand is the actor of what a command does, in the audit log.
const byCommand = "command"

func (s *service) command(ctx context.Context, c *config, out io.Writer) error {
	asked := 0
	for _, one := range []bool{c.addOfficer != "", c.addAuditor != "", c.reset != "", c.disable != "", c.verifyAudit} {
		if one {
			asked++
		}
	}
	switch {
	case asked > 1:
		return errors.New("one command at a time: -add-officer, -add-auditor, -reset, -disable or -verify-audit")
	case c.addOfficer != "":
		if !slices.Contains(process.Districts, c.district) {
			return fmt.Errorf("-district %q is none; write one of: %s", c.district, strings.Join(process.Districts, " "))
		}
		return s.addStaff(ctx, &account{role: process.Officer, name: c.addOfficer, district: c.district}, out)
	case c.addAuditor != "":
		return s.addStaff(ctx, &account{role: process.Auditor, name: c.addAuditor}, out)
	case c.reset != "":
		return s.resetByCommand(ctx, c.reset, out)
	case c.disable != "":
		return s.disableByCommand(ctx, c.disable, out)
	}
	return s.verifyAudit(ctx, out)
}

// commanding runs do as a call of nobody, in one transaction.
func (s *service) commanding(ctx context.Context, do func(*call) error) error {
	now := s.clock()
	return s.store.Write(ctx, func(tx *store.Tx) error {
		return do(&call{service: s, now: now, today: shanghai(now), tx: tx})
	})
}

func (c *call) auditCommand(action, account string) error {
	return c.tx.Audit(instant(c.now), byCommand, action, "account/"+account, "{}")
}

// tellFirst prints an account once it lasts.
func tellFirst(out io.Writer, login, first string) error {
	return json.NewEncoder(out).Encode(map[string]string{"login": login, "first_password": first})
}

// addStaff makes the account of an officer or auditor. Its sign-in name is invented: officer-7k3m.
func (s *service) addStaff(ctx context.Context, a *account, out io.Writer) error {
	a.name = strings.TrimSpace(a.name)
	if a.name == "" || utf8.RuneCountInString(a.name) > longestName || !utf8.ValidString(a.name) || strings.ContainsFunc(a.name, hidden) {
		return fmt.Errorf("the name must be a text of one line, at most %d characters", longestName)
	}
	first := firstPassword()
	hash, login := hashPassword(first), ""
	err := s.commanding(ctx, func(c *call) error {
		for taken := true; taken; {
			login = a.role.String() + "-" + strings.ToLower(crockford(random(5))[:4])
			other, err := c.accountBy("login", c.keys.find("login", loginOf(login)))
			if err != nil {
				return err
			}
			taken = other != nil
		}
		if err := c.addAccount(a, login, hash, true); err != nil {
			return err
		}
		return c.auditCommand("add_"+a.role.String(), a.id)
	})
	if err != nil {
		return err
	}
	return tellFirst(out, login, first)
}

// commanded finds the one account that a sign-in name means.
func (c *call) commanded(login string) (*account, error) {
	named, err := c.namedSo(login)
	switch {
	case err != nil:
		return nil, err
	case len(named) == 0:
		return nil, errors.New("no account has this sign-in name")
	case len(named) > 1:
		return nil, errors.New("several employers wait under this code; let their reception point decide on them first")
	}
	return named[0], nil
}

// resetByCommand gives an account another first password. A second factor that was lost with it is taken off.
func (s *service) resetByCommand(ctx context.Context, login string, out io.Writer) error {
	first := firstPassword()
	hash := hashPassword(first)
	err := s.commanding(ctx, func(c *call) error {
		a, err := c.commanded(login)
		if err != nil {
			return err
		}
		if a.disabled != "" {
			return errors.New("the account was ended; make another")
		}
		if err := c.setPassword(a.id, hash, true); err != nil {
			return err
		}
		if err := c.tx.Put(`UPDATE accounts SET totp = '', totp_begun = '', recovery = '' WHERE id = $1`, a.id); err != nil {
			return fmt.Errorf("taking a second factor off: %w", err)
		}
		return c.auditCommand("reset_account", a.id)
	})
	if err != nil {
		return err
	}
	return tellFirst(out, login, first)
}

func (s *service) disableByCommand(ctx context.Context, login string, out io.Writer) error {
	err := s.commanding(ctx, func(c *call) error {
		a, err := c.commanded(login)
		if err != nil {
			return err
		}
		if a.disabled != "" {
			return errors.New("the account was ended before")
		}
		if err := c.disable(a.id); err != nil {
			return err
		}
		return c.auditCommand("disable_account", a.id)
	})
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(map[string]any{"login": login, "disabled": true})
}

// verifyAudit walks the audit log. The last hash, kept elsewhere, shows another time whether rows were taken off the end.
func (s *service) verifyAudit(ctx context.Context, out io.Writer) error {
	return s.store.Read(ctx, func(tx *store.Tx) error {
		rows, last, err := tx.Verify()
		if err != nil {
			return err
		}
		return json.NewEncoder(out).Encode(map[string]any{"rows": rows, "last": last})
	})
}
