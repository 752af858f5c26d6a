// Package transfer moves money between two accounts of a bank, and gives it back if the second step is refused.
package transfer

// TaskQueue is where the workers poll.
const TaskQueue = "transfer"

// Transfer is what is asked for.
type Transfer struct {
	Reference string `json:"reference"`
	From      string `json:"from"`
	To        string `json:"to"`
	Cents     int    `json:"cents"`
	// Short in a test, so that a dead worker is noticed soon; in seconds.
	StartToClose float64 `json:"startToClose"`
}

// Receipt is the end of a transfer.
type Receipt struct {
	Reference string `json:"reference"`
	Status    string `json:"status"`
}
