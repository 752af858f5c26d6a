package transfer

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

func options(ctx workflow.Context, asked Transfer) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: time.Duration(asked.StartToClose * float64(time.Second)),
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval:        100 * time.Millisecond,
			BackoffCoefficient:     1,
			NonRetryableErrorTypes: []string{Refused},
		},
	})
}

// MoneyTransfer withdraws and deposits, and refunds what was withdrawn if the deposit is refused. A child sends the notice.
func MoneyTransfer(ctx workflow.Context, asked Transfer) (Receipt, error) {
	ctx = options(ctx, asked)
	var bank *Bank
	if err := workflow.ExecuteActivity(ctx, bank.Withdraw, asked).Get(ctx, nil); err != nil {
		return Receipt{}, err
	}
	status := "done"
	if err := workflow.ExecuteActivity(ctx, bank.Deposit, asked).Get(ctx, nil); err != nil {
		status = "refunded"
		if err := workflow.ExecuteActivity(ctx, bank.Refund, asked).Get(ctx, nil); err != nil {
			return Receipt{}, err
		}
	}
	receipt := Receipt{asked.Reference, status}
	child := workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{WorkflowID: asked.Reference + "-notice"})
	if err := workflow.ExecuteChildWorkflow(child, Notice, asked, receipt).Get(ctx, nil); err != nil {
		return Receipt{}, err
	}
	return receipt, nil
}

// Notice keeps what became of a transfer.
func Notice(ctx workflow.Context, asked Transfer, receipt Receipt) error {
	var bank *Bank
	return workflow.ExecuteActivity(options(ctx, asked), bank.KeepNotice, receipt).Get(ctx, nil)
}

// Ping has no side effects: a run sees by it that the workers work.
func Ping(workflow.Context) (string, error) { return "pong", nil }
