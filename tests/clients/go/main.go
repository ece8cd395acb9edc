// Has sr, the client of franz-go, use a Schema Registry.
//
//	client URL TOPIC MESSAGE
//
// MESSAGE is the value of a record of TOPIC in hexadecimal. The last line of the output is JSON with
// the schema that it was written with under `schema`, and with the message, framed anew by this client,
// under `written`, in hexadecimal: sr leaves what is between to others. What goes wrong ends the
// program with a message and exit code 1.
package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"slices"

	"github.com/twmb/franz-go/pkg/sr"
)

// With what a path would misread.
const subject = "go/readings ?#%-value"

const celsius = `{"name":"celsius","type":"double"}`

var (
	first        = record(celsius)
	compatible   = record(celsius + `,{"name":"sensor","type":"string","default":"?"}`)
	incompatible = record(celsius + `,{"name":"sensor","type":"string"}`)
)

func record(fields string) sr.Schema {
	return sr.Schema{
		Schema: `{"type":"record","name":"Reading","namespace":"clients","fields":[` + fields + `]}`,
		Type:   sr.TypeAvro,
	}
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: client URL TOPIC MESSAGE")
	}
	url, topic, message := os.Args[1], os.Args[2], os.Args[3]
	client, err := sr.NewClient(sr.URLs(url))
	must(err)
	ctx := context.Background()
	registration(ctx, client)
	compatibility(ctx, client)
	references(ctx, client)
	contexts(ctx, client)
	modes(ctx, client)
	deletion(ctx, client)
	relay(ctx, client, topic, message)
}

func registration(ctx context.Context, client *sr.Client) {
	_, err := client.SubjectVersions(ctx, subject)
	refused(err, 404, sr.ErrSubjectNotFound.Code)
	created, err := client.CreateSchema(ctx, subject, first)
	must(err)
	check(created.Version == 1 && created.Subject == subject, "created %v", created)
	again, err := client.RegisterSchema(ctx, subject, first, -1, -1)
	must(err)
	check(again == created.ID, "registered again as %v", again)
	found, err := client.LookupSchema(ctx, subject, first)
	must(err)
	check(found.ID == created.ID && found.Version == 1, "found %v", found)
	byID, err := client.SchemaByID(ctx, created.ID)
	must(err)
	check(byID.Schema == first.Schema, "the id stands for %v", byID.Schema)
	text, err := client.SchemaTextByVersion(ctx, subject, 1)
	must(err)
	check(text == first.Schema, "version 1 is %v", text)
	subjects, err := client.Subjects(ctx)
	must(err)
	check(slices.Contains(subjects, subject), "the subjects are %v", subjects)
	types, err := client.SupportedTypes(ctx)
	must(err)
	check(slices.Contains(types, sr.TypeAvro), "the types are %v", types)
	_, err = client.SchemaByID(ctx, 123456)
	refused(err, 404, sr.ErrSchemaNotFound.Code)
	_, err = client.RegisterSchema(ctx, subject, sr.Schema{Schema: `{"type":"nonsense"}`}, -1, -1)
	refused(err, 422, sr.ErrInvalidSchema.Code)
}

func compatibility(ctx context.Context, client *sr.Client) {
	for _, result := range client.Compatibility(ctx) {
		must(result.Err)
		check(result.Level == sr.CompatBackward, "the level is %v", result.Level)
	}
	verbose := sr.WithParams(ctx, sr.Verbose)
	verdict, err := client.CheckCompatibility(verbose, subject, -1, incompatible)
	must(err)
	check(!verdict.Is && len(verdict.Messages) > 0, "incompatible, but %v", verdict)
	verdict, err = client.CheckCompatibility(verbose, subject, -1, compatible)
	must(err)
	check(verdict.Is && len(verdict.Messages) == 0, "compatible, but %v", verdict)
	_, err = client.CreateSchema(ctx, subject, incompatible)
	// sr's own constant is the 409 of older servers.
	refused(err, 409, 40901)
	level := sr.SetCompatibility{Level: sr.CompatFull}
	for _, result := range client.SetCompatibility(ctx, level, subject) {
		must(result.Err)
		check(result.Level == sr.CompatFull, "the level is %v", result.Level)
	}
	for _, result := range client.ResetCompatibility(ctx, subject) {
		must(result.Err)
	}
	created, err := client.CreateSchema(ctx, subject, compatible)
	must(err)
	check(created.Version == 2, "created %v", created)
	versions, err := client.SubjectVersions(ctx, subject)
	must(err)
	check(slices.Equal(versions, []int{1, 2}), "the versions are %v", versions)
}

func references(ctx context.Context, client *sr.Client) {
	_, err := client.CreateSchema(ctx, "go-reading", first)
	must(err)
	series := sr.Schema{
		Schema:     `{"type":"array","items":"clients.Reading"}`,
		References: []sr.SchemaReference{{Name: "clients.Reading", Subject: "go-reading", Version: 1}},
	}
	created, err := client.CreateSchema(ctx, "go-series", series)
	must(err)
	referrers, err := client.SchemaReferences(ctx, "go-reading", 1)
	must(err)
	check(len(referrers) == 1 && referrers[0].ID == created.ID, "the referrers are %v", referrers)
	err = client.DeleteSchema(ctx, "go-reading", 1, sr.SoftDelete)
	refused(err, 422, sr.ErrReferenceExists.Code)
}

func contexts(ctx context.Context, client *sr.Client) {
	inside := sr.InContext(ctx, ".go")
	created, err := client.CreateSchema(inside, "readings", first)
	must(err)
	check(created.ID == 1, "the first schema of a context has the id %v", created.ID)
	names, err := client.Contexts(ctx)
	must(err)
	check(slices.Contains(names, ".go"), "the contexts are %v", names)
	_, err = client.SubjectVersions(ctx, ":.go:readings")
	must(err)
}

func modes(ctx context.Context, client *sr.Client) {
	for _, result := range client.SetMode(ctx, sr.ModeReadOnly, "go-locked") {
		must(result.Err)
	}
	_, err := client.CreateSchema(ctx, "go-locked", first)
	refused(err, 422, sr.ErrOperationNotPermitted.Code)
	for _, result := range client.ResetMode(ctx, "go-locked") {
		must(result.Err)
	}
}

func deletion(ctx context.Context, client *sr.Client) {
	_, err := client.DeleteSubject(ctx, subject, sr.HardDelete)
	refused(err, 404, sr.ErrSubjectNotSoftDeleted.Code)
	versions, err := client.DeleteSubject(ctx, subject, sr.SoftDelete)
	must(err)
	check(slices.Equal(versions, []int{1, 2}), "the deleted versions are %v", versions)
	_, err = client.DeleteSubject(ctx, subject, sr.SoftDelete)
	refused(err, 404, sr.ErrSubjectSoftDeleted.Code)
	_, err = client.DeleteSubject(ctx, subject, sr.HardDelete)
	must(err)
}

func relay(ctx context.Context, client *sr.Client, topic, message string) {
	value, err := hex.DecodeString(message)
	must(err)
	latest, err := client.SchemaByVersion(ctx, topic+"-value", -1)
	must(err)

	var serde sr.Serde
	serde.Register(
		latest.ID,
		[]byte{},
		sr.EncodeFn(func(datum any) ([]byte, error) { return datum.([]byte), nil }),
		sr.DecodeFn(func(datum []byte, into any) error {
			*into.(*[]byte) = slices.Clone(datum)
			return nil
		}),
	)
	var datum []byte
	must(serde.Decode(value, &datum))
	written, err := serde.Encode(datum)
	must(err)
	output, err := json.Marshal(map[string]string{
		"schema":  latest.Schema.Schema,
		"written": hex.EncodeToString(written),
	})
	must(err)
	fmt.Println(string(output))
}

func must(err error) {
	if err != nil {
		log.Panic(err)
	}
}

func check(holds bool, format string, arguments ...any) {
	if !holds {
		log.Panicf(format, arguments...)
	}
}

func refused(err error, status, code int) {
	var response *sr.ResponseError
	check(errors.As(err, &response), "not refused as expected: %v", err)
	check(response.StatusCode == status, "refused with status %v", response.StatusCode)
	check(response.ErrorCode == code, "refused with %v: %v", response.ErrorCode, err)
}
