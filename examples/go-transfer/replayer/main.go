// A replayer of the transfers' workflows.
package main

import (
	"go.temporal.io/sdk/worker"

	"durable-chaos.example/transfer/replay"
	"durable-chaos.example/transfer/transfer"
)

func main() {
	replay.Main(replay.Options{}, func(registry worker.WorkflowRegistry) {
		registry.RegisterWorkflow(transfer.MoneyTransfer)
		registry.RegisterWorkflow(transfer.Notice)
		registry.RegisterWorkflow(transfer.Ping)
	})
}
