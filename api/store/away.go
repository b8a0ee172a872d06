package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// A machine that lost its power closes no connection, and TCP alone would wait for it for a quarter of an hour.
const (
	patience   = 10 * time.Second // for a batch of writes on PostgreSQL
	connecting = 2 * time.Second  // to one of the hosts of a DSN, where it says nothing else by connect_timeout
)

// standsBy is what a PostgreSQL answers to a write while another one leads, or while it was told to take none.
const standsBy = "25006"

// away says whether an error means that PostgreSQL is out of reach for now: not there, hanging, starting, stopping, full, or standing by.
func away(err error) bool {
	if errors.Is(err, context.Canceled) {
		return false // who asked went away
	}
	var told *pgconn.PgError
	if errors.As(err, &told) {
		switch told.Code {
		case standsBy, "57P01", "57P02", "57P03", "53300": // stopped, crashed, not started yet, too many connections
			return true
		}
		return strings.HasPrefix(told.Code, "08")
	}
	var network net.Error
	var unreached *pgconn.ConnectError
	return errors.As(err, &network) || errors.As(err, &unreached) || pgconn.Timeout(err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, driver.ErrBadConn) || pgconn.SafeToRetry(err)
}
