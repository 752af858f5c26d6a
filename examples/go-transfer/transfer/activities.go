package transfer

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"
)

// Refused is the type of the error of a request that no retry makes better.
const Refused = "Refused"

// Bank has the activities: they ask the payment provider, and keep rows through PostgREST.
type Bank struct {
	PaymentsURL string
	RowsURL     string
	RowsKey     string
	// Planted defects, named on the worker's command line.
	Bugs   map[string]bool
	Client http.Client
}

// NewBank waits at most 5 s for each answer.
func NewBank(payments, rows, key string, bugs map[string]bool) *Bank {
	return &Bank{payments, rows, key, bugs, http.Client{Timeout: 5 * time.Second}}
}

// Withdraw charges the account that pays.
func (b *Bank) Withdraw(ctx context.Context, asked Transfer) error {
	return b.move(ctx, "charges", asked.From, asked)
}

// Deposit pays out to the other account.
func (b *Bank) Deposit(ctx context.Context, asked Transfer) error {
	return b.move(ctx, "payouts", asked.To, asked)
}

// Refund gives back what was charged.
func (b *Bank) Refund(ctx context.Context, asked Transfer) error {
	return b.move(ctx, "refunds", asked.From, asked)
}

// KeepNotice keeps one row for each transfer.
func (b *Bank) KeepNotice(ctx context.Context, receipt Receipt) error {
	return b.keepRow(ctx, "notices", "reference", map[string]any{"reference": receipt.Reference, "status": receipt.Status})
}

func (b *Bank) move(ctx context.Context, kind, account string, asked Transfer) error {
	id, err := b.askProvider(ctx, kind, account, asked)
	if err != nil {
		return err
	}
	row := map[string]any{"id": id, "kind": kind, "reference": asked.Reference, "account": account, "cents": asked.Cents}
	return b.keepRow(ctx, "moves", "id", row)
}

// askProvider asks once; its key makes a repeated request harmless.
func (b *Bank) askProvider(ctx context.Context, kind, account string, asked Transfer) (string, error) {
	fields := url.Values{"amount": {strconv.Itoa(asked.Cents)}, "currency": {"eur"}, "metadata[account]": {account}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, b.PaymentsURL+"/v1/"+kind, strings.NewReader(fields.Encode()))
	if err != nil {
		return "", err
	}
	key := activity.GetInfo(ctx).WorkflowExecution.ID + "/" + kind
	if b.Bugs["no-idempotency-key"] {
		key = uuid.NewString()
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Idempotency-Key", key)
	var made struct {
		ID string `json:"id"`
	}
	err = b.ask(request, &made)
	return made.ID, err
}

// keepRow inserts a row; one that is there already stays.
func (b *Bank) keepRow(ctx context.Context, table, key string, row map[string]any) error {
	body, err := json.Marshal(row)
	if err != nil {
		return err
	}
	address := b.RowsURL + "/rest/v1/" + table
	if !b.Bugs["plain-insert"] {
		address += "?on_conflict=" + key
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("apikey", b.RowsKey)
	request.Header.Set("Authorization", "Bearer "+b.RowsKey)
	if !b.Bugs["plain-insert"] {
		request.Header.Set("Prefer", "resolution=ignore-duplicates")
	}
	return b.ask(request, nil)
}

func (b *Bank) ask(request *http.Request, into any) error {
	answer, err := b.Client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 400 && answer.StatusCode < 500 {
		return temporal.NewNonRetryableApplicationError(fmt.Sprintf("%s: %s", request.URL.Path, answer.Status), Refused, nil)
	}
	if answer.StatusCode >= 500 {
		return fmt.Errorf("%s: %s", request.URL.Path, answer.Status)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(answer.Body).Decode(into)
}
