// Package replay replays event histories with the workflows of a Go program, by the protocol of Durable Chaos, which
// docs/reference/replayer-protocol.md describes. Copy this file into a module of yours, and write a program:
//
//	func main() {
//		replay.Main(replay.Options{}, func(registry worker.WorkflowRegistry) {
//			registry.RegisterWorkflow(transfer.Workflow)
//		})
//	}
package replay

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

const (
	protocol = "durable-chaos/replayer@1"
	// How long it goes on after the end of its input, for requests that were read before.
	endLimit = 10 * time.Second
)

// Options of a replayer.
type Options struct {
	// DataConverter reads the payloads; nil stands for Temporal's default.
	DataConverter converter.DataConverter
	// FailureConverter reads failures; nil stands for Temporal's default.
	FailureConverter converter.FailureConverter
}

type hello struct {
	Protocol      string `json:"protocol"`
	SDK           string `json:"sdk"`
	DataConverter bool   `json:"dataConverter"`
}

type request struct {
	ID         int             `json:"id"`
	WorkflowID string          `json:"workflowId"`
	RunID      string          `json:"runId"`
	History    json.RawMessage `json:"history"`
	Events     []int           `json:"events"`
}

type answer struct {
	ID     int     `json:"id"`
	Events int     `json:"events"`
	OK     *bool   `json:"ok"`
	Error  *string `json:"error"`
}

type fatal struct {
	Fatal string `json:"fatal"`
}

// Main replays what standard input asks for, until it ends. What workflows print goes to standard error.
func Main(options Options, register func(worker.WorkflowRegistry)) {
	answers := json.NewEncoder(os.Stdout)
	os.Stdout = os.Stderr
	if err := run(options, register, answers); err != nil {
		_ = answers.Encode(fatal{Fatal: err.Error()})
		os.Exit(1)
	}
}

func run(options Options, register func(worker.WorkflowRegistry), answers *json.Encoder) error {
	replayer, err := worker.NewWorkflowReplayerWithOptions(worker.WorkflowReplayerOptions{
		DataConverter:    options.DataConverter,
		FailureConverter: options.FailureConverter,
		// On a busy machine it would accuse a correct workflow.
		DisableDeadlockDetection: true,
	})
	if err != nil {
		return err
	}
	register(replayer)
	if err := answers.Encode(hello{protocol, sdkVersion(), options.DataConverter != nil}); err != nil {
		return err
	}
	lines := make(chan []byte)
	failed := make(chan error, 1)
	go readLines(lines, failed)
	for line := range lines {
		if err := answerLine(replayer, line, answers); err != nil {
			return err
		}
	}
	return <-failed
}

// readLines reads standard input. It runs beside the replays, since a workflow that loops would keep the process for ever.
func readLines(lines chan<- []byte, failed chan<- error) {
	input := bufio.NewReader(os.Stdin)
	for {
		line, err := input.ReadBytes('\n')
		if err != nil {
			time.AfterFunc(endLimit, func() { os.Exit(0) })
		}
		if len(bytes.TrimSpace(line)) > 0 {
			lines <- line
		}
		if err != nil {
			close(lines)
			if errors.Is(err, io.EOF) {
				err = nil
			}
			failed <- err
			return
		}
	}
}

func answerLine(replayer worker.WorkflowReplayer, line []byte, answers *json.Encoder) error {
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return err
	}
	// Read once: most of its replays are of its beginnings.
	history, err := client.HistoryFromJSON(bytes.NewReader(asked.History), client.HistoryJSONOptions{})
	for _, events := range asked.Events {
		if err != nil {
			err = answers.Encode(answerOf(asked.ID, events, &notReplayed{err}))
		} else {
			err = answers.Encode(answerOf(asked.ID, events, replayOne(replayer, asked, history, events)))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// notReplayed is the error of an event history that could not be replayed, which proves nothing of the workflow.
type notReplayed struct{ cause error }

func (e *notReplayed) Error() string { return e.cause.Error() }

func replayOne(replayer worker.WorkflowReplayer, asked request, history *historypb.History, events int) error {
	options := worker.ReplayWorkflowHistoryOptions{
		OriginalExecution: workflow.Execution{ID: asked.WorkflowID, RunID: asked.RunID},
	}
	err := replayer.ReplayWorkflowHistoryWithOptions(logger(), beginningOf(history, events), options)
	if err != nil && strings.Contains(err.Error(), "unable to find workflow type") {
		return &notReplayed{err}
	}
	return err
}

// beginningOf cuts an event history. The SDK leaves the last task out of a beginning, and with it the commands of the task
// before, whose events it reads together with that task. One more task makes it compare these as well.
func beginningOf(history *historypb.History, count int) *historypb.History {
	events := slices.Clone(history.Events[:min(count, len(history.Events))])
	if len(events) == 0 {
		return history
	}
	last := events[len(events)-1]
	if last.EventType != enumspb.EVENT_TYPE_WORKFLOW_TASK_STARTED {
		return &historypb.History{Events: events}
	}
	id := last.EventId
	return &historypb.History{Events: append(events,
		&historypb.HistoryEvent{
			EventId:   id + 1,
			EventType: enumspb.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
			Attributes: &historypb.HistoryEvent_WorkflowTaskCompletedEventAttributes{
				WorkflowTaskCompletedEventAttributes: &historypb.WorkflowTaskCompletedEventAttributes{StartedEventId: id},
			},
		},
		&historypb.HistoryEvent{
			EventId:   id + 2,
			EventType: enumspb.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
			Attributes: &historypb.HistoryEvent_WorkflowTaskScheduledEventAttributes{
				WorkflowTaskScheduledEventAttributes: &historypb.WorkflowTaskScheduledEventAttributes{},
			},
		},
		&historypb.HistoryEvent{
			EventId:   id + 3,
			EventType: enumspb.EVENT_TYPE_WORKFLOW_TASK_STARTED,
			Attributes: &historypb.HistoryEvent_WorkflowTaskStartedEventAttributes{
				WorkflowTaskStartedEventAttributes: &historypb.WorkflowTaskStartedEventAttributes{ScheduledEventId: id + 2},
			},
		},
	)}
}

func answerOf(id, events int, err error) answer {
	if err == nil {
		follows := true
		return answer{ID: id, Events: events, OK: &follows}
	}
	text := err.Error()
	var left *notReplayed
	if errors.As(err, &left) {
		return answer{ID: id, Events: events, Error: &text}
	}
	follows := false
	return answer{ID: id, Events: events, OK: &follows, Error: &text}
}

func sdkVersion() string {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "go.temporal.io/sdk"
	}
	for _, module := range build.Deps {
		if module.Path == "go.temporal.io/sdk" {
			return fmt.Sprintf("%s %s", module.Path, module.Version)
		}
	}
	return "go.temporal.io/sdk"
}

// logger keeps the SDK's own log out of the answers.
func logger() sdklog.Logger {
	return sdklog.NewStructuredLogger(slog.New(slog.NewTextHandler(os.Stderr, nil)))
}
