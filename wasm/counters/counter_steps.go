//go:build js && wasm

package main

import (
	"slices"

	"jifen/rules"
	"jifen/rules/process"
	"jifen/rules/tables"
	"jifen/wasm/dom"
)

// The steps that an officer takes, each on a screen of its own: applications/ID/STEP.

var stepScreens = []screen{
	{"applications/*/accept", (*visit).checkPapers},
	{"applications/*/return", (*visit).checkPapers},
	{"applications/*/decide", (*visit).decide},
	plainStep("request_archive"), plainStep("archive_arrived"), plainStep("send_diploma"), plainStep("diploma_result"),
	plainStep("reject"), plainStep("reopen"), plainStep("collect"),
}

// stepping is an application while a step of it is taken.
type stepping struct {
	*visit
	id   string
	a    dom.JSON
	etag string
}

// stepping reads an application for a step. It is nil where that cannot be had, and the screen says so.
func (v *visit) stepping(id string) *stepping {
	r, ok := v.get("/v1/applications/" + id)
	if !ok {
		return nil
	}
	return &stepping{v, id, r.Body, r.ETag}
}

// offers says whether the service lets a step be taken.
func (t *stepping) offers(step string) bool {
	return slices.ContainsFunc(t.a.At("possible_steps").Items(), func(one dom.JSON) bool { return one.Text() == step })
}

// notNow shows an application at which a step cannot be taken any more.
func (t *stepping) notNow() {
	t.show(t.titleOf(t.a), dom.Words("p", "warn", t.say(sayNotNowStep)), t.stands(t.a), t.toApplication())
}

func (t *stepping) toApplication() dom.Node {
	return dom.New("p", "buttons", dom.Words("a", "main", t.say(sayToCase)).Attr("href", to("applications/"+t.id)))
}

// last is what was said when a step was taken last.
func (t *stepping) last(step string) (words dom.JSON) {
	for _, e := range t.a.At("events").Items() {
		if e.At("step").Text() == step {
			words = e.At("said")
		}
	}
	return words
}

// take sends a step. Where somebody was there before, the form says what they did.
func (t *stepping) take(f *form, step string, body dom.JSON) (dom.Reply, bool) {
	r, ok := f.call("POST", "/v1/applications/"+t.id+"/steps", body.Set("step", step), t.etag)
	if !ok && (r.Status == 412 || r.Status == 409) {
		t.anew(f, step)
	}
	return r, ok
}

// anew tells what happened to the application meanwhile. The step can be sent again where it is still to be taken, and what it was
// looked at for is still the same.
func (t *stepping) anew(f *form, step string) {
	r := t.ask("GET", "/v1/applications/"+t.id, dom.JSON{}, "")
	if r.Status != 200 {
		return
	}
	was := t.a
	t.a, t.etag = r.Body, r.ETag
	list := dom.New("ul", "")
	events := t.a.At("events").Items()
	for _, e := range events[min(len(events), len(was.At("events").Items())):] {
		list.Append(dom.Words("li", "", e.At("label").Text()+t.say(sayComma)+e.At("who").Text()+t.say(sayComma)+t.moment(e.At("at").Text())))
	}
	if len(list.Children()) > 0 {
		f.box.Append(dom.Words("p", "", t.say(sayMeanwhile)), list)
	}
	f.box.Append(dom.Words("p", "", t.say(sayStandsNow, t.a.At("words").At("label").Text())))
	same := was.At("facts").String() == t.a.At("facts").String() && was.At("papers").String() == t.a.At("papers").String()
	if t.offers(step) && same {
		f.box.Append(dom.Words("p", "", t.say(saySendAgain)))
		return
	}
	f.box.Append(dom.Button("", t.say(sayLookAnew), func() { t.then("applications/"+t.id, "") }))
}

// plainStep is the screen of a step with a few fields, or none.
func plainStep(step string) screen {
	return screen{"applications/*/" + step, func(v *visit, id string) {
		if t := v.stepping(id); t != nil {
			t.plain(process.StepNamed(step))
		}
	}}
}

func (t *stepping) plain(step *process.Step) {
	if !t.offers(step.ID) {
		t.notNow()
		return
	}
	f := t.newForm("steps", t.say(step.Label), func(f *form) {
		body := f.body()
		for _, need := range step.Needs {
			if need.Kind != process.Truth {
				continue
			}
			answer := f.of(need.Field).value()
			body.Without(need.Field)
			if answer != "" || !need.Must { // a box left empty says no; a question left open is no answer
				body.Set(need.Field, answer == "yes")
			}
		}
		if _, ok := t.take(f, step.ID, body); ok {
			t.then("applications/"+t.id, t.say(process.Done(step.ID))+t.say(sayStop))
		}
	})
	for _, need := range step.Needs {
		t.asks(f, step.ID, need.Field)
	}
	f.cancel("applications/" + t.id)
	parts := []dom.Node{t.about(t.a), dom.Words("p", "", t.titleOf(t.a)), dom.Words("p", "", t.say(step.Means()))}
	for _, words := range t.follows(step.ID) {
		parts = append(parts, dom.Words("p", "", words))
	}
	t.show(t.say(step.Label), append(parts, f.node)...)
}

// asks adds the field for what must be said with a step.
func (t *stepping) asks(f *form, step, field string) {
	switch field {
	case "holder_of_file":
		f.text(field, sayHolderOfFile, sayHolderOfFileHelp, "").fill(t.a.At("profile").At("archive_place").Text())
		f.add(dom.New("p", "", dom.Words("a", "", t.say(sayToLetter)).Attr("href", to("applications/"+t.id+"/paper/archive"))))
	case "genuine":
		f.radios(field, sayGenuine, sayGenuineHelp, []choice{{"yes", t.say(sayGenuineYes)}, {"no", t.say(sayGenuineNo)}})
	case "note":
		f.words(field, sayNote, rules.Text{})
	case "reason":
		f.words(field, stepReasons[step][0], stepReasons[step][1])
	case "false_material":
		f.boxes(field, sayFalseMaterial, rules.Text{}, []choice{{"yes", t.say(sayFalseMaterialYes)}})
	case "collector":
		who := f.radios(field, sayCollector, sayCollectorHelp, []choice{{"holder", t.say(sayCollectorHolder)}, {"hr_officer", t.say(sayCollectorHR)}})
		who.input.On("change", func(dom.Node) {
			if name := f.of("name"); who.value() == "holder" && name.value() == "" {
				name.fill(t.a.At("profile").At("name").Text())
			}
		})
	case "name":
		f.text(field, sayCollectorName, rules.Text{}, "name")
	}
}

// follows says in plain words what comes of a step that cannot be taken back.
func (t *stepping) follows(step string) (all []string) {
	switch step {
	case "reject":
		all = append(all, t.say(sayRejectFollows))
		e := rules.Named(tables.Editions, t.a.At("result").At("edition").Text())
		for i := 0; e != nil && i < len(e.Indicators); i++ {
			if in := &e.Indicators[i]; in.Fact == rules.FalseDocuments {
				all = append(all, t.say(sayFalseFollows, itoa(in.Within), itoa(in.Deduct)))
			}
		}
	case "reopen":
		all = append(all, t.say(sayReopenFollows))
	}
	return all
}
