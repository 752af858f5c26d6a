// A worker of the transfers.
//
//	worker
//	worker -bug no-idempotency-key
//
// It connects by Temporal's standard variables: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and TEMPORAL_TLS_*.
package main

import (
	"flag"
	"log"
	"os"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/contrib/envconfig"
	"go.temporal.io/sdk/worker"

	"durable-chaos.example/transfer/transfer"
)

const slots = 100

func main() {
	bugs := map[string]bool{}
	flag.Func("bug", "plants a defect", func(name string) error {
		bugs[name] = true
		return nil
	})
	flag.Parse()
	connection, err := client.Dial(envconfig.MustLoadDefaultClientOptions())
	if err != nil {
		log.Fatalln("Can't reach Temporal:", err)
	}
	defer connection.Close()
	polling := worker.New(connection, transfer.TaskQueue, worker.Options{
		MaxConcurrentActivityExecutionSize:     slots,
		MaxConcurrentWorkflowTaskExecutionSize: slots,
		MaxConcurrentWorkflowTaskPollers:       20,
		MaxConcurrentActivityTaskPollers:       20,
		MaxHeartbeatThrottleInterval:           time.Millisecond,
		StickyScheduleToStartTimeout:           time.Second,
		WorkerStopTimeout:                      5 * time.Second,
	})
	polling.RegisterWorkflow(transfer.MoneyTransfer)
	polling.RegisterWorkflow(transfer.Notice)
	polling.RegisterWorkflow(transfer.Ping)
	polling.RegisterActivity(transfer.NewBank(os.Getenv("PAYMENTS_URL"), os.Getenv("SUPABASE_URL"), os.Getenv("SUPABASE_KEY"), bugs))
	if err := polling.Run(worker.InterruptCh()); err != nil {
		log.Fatalln("The worker failed:", err)
	}
}
