// A stand-in for a payment provider like Stripe: form bodies, and idempotency keys.
//
//	PORT=4243 payments
//
// A key that comes again is answered as before, with Idempotent-Replayed; with other fields it is refused. Payouts to an
// account whose name begins with "closed" are refused. GET /v1/charges lists what was charged.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"sync"
)

var prefixes = map[string]string{"charges": "ch", "refunds": "re", "payouts": "po"}

type object map[string]string

type answered struct {
	fields string
	made   object
}

type provider struct {
	lock    sync.Mutex
	objects map[string][]object
	keys    map[string]answered
}

func (p *provider) ServeHTTP(answer http.ResponseWriter, request *http.Request) {
	kind := strings.TrimPrefix(request.URL.Path, "/v1/")
	prefix, known := prefixes[kind]
	if !known {
		say(answer, http.StatusNotFound, object{"error": "There is no " + request.URL.Path})
		return
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	if request.Method == http.MethodGet {
		say(answer, http.StatusOK, map[string]any{"data": p.objects[kind]})
		return
	}
	_ = request.ParseForm()
	key, fields := request.Header.Get("Idempotency-Key"), request.PostForm.Encode()
	before, seen := p.keys[key]
	switch {
	case key != "" && seen && before.fields != fields:
		say(answer, http.StatusBadRequest, object{"error": "The fields differ"})
	case key != "" && seen:
		answer.Header().Set("Idempotent-Replayed", "true")
		say(answer, http.StatusOK, before.made)
	case kind == "payouts" && strings.HasPrefix(request.PostForm.Get("metadata[account]"), "closed"):
		say(answer, http.StatusPaymentRequired, object{"error": "The account is closed"})
	default:
		made := object{"id": fmt.Sprintf("%s_%d", prefix, len(p.objects[kind])+1)}
		for name := range request.PostForm {
			made[name] = request.PostForm.Get(name)
		}
		p.objects[kind] = append(p.objects[kind], made)
		p.keys[key] = answered{fields, made}
		say(answer, http.StatusOK, made)
	}
}

func say(answer http.ResponseWriter, status int, body any) {
	answer.Header().Set("Content-Type", "application/json")
	answer.WriteHeader(status)
	_ = json.NewEncoder(answer).Encode(body)
}

func main() {
	log.Fatalln(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), &provider{objects: map[string][]object{}, keys: map[string]answered{}}))
}
