// A replayer for the test of the Go replayer: each workflow says by its name what it does.
package main

import (
	"errors"
	"fmt"
	"time"

	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"durable-chaos.test/replayer/replay"
)

func main() {
	replay.Main(replay.Options{}, func(registry worker.WorkflowRegistry) {
		named := func(name string, run func(workflow.Context) error) {
			registry.RegisterWorkflowWithOptions(run, workflow.RegisterOptions{Name: name})
		}
		named("sleeps", func(ctx workflow.Context) error { return workflow.Sleep(ctx, time.Minute) })
		named("ends", func(workflow.Context) error {
			fmt.Println("This is no answer.")
			return nil
		})
		named("acts", func(ctx workflow.Context) error {
			ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: time.Minute})
			return workflow.ExecuteActivity(ctx, "charge").Get(ctx, nil)
		})
		named("throws", func(workflow.Context) error { return errors.New("the code is broken") })
		named("loops", func(workflow.Context) error {
			for {
			}
		})
	})
}
