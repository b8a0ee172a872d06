package main

import (
	"html/template"
	"net/http"
	"strings"
)

// faultPage shows an editor what is wrong, in place of every page, until it is mended. Its script knows the fault that it
// shows, so that it goes as soon as there is another one or none, though the site be the same as before.
var faultPage = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Not rendered</title>
<h1>The site is not rendered: mend these</h1>
<ul>{{range .Faults}}<li><code>{{.}}</code></li>{{end}}</ul>
<script>
const SEEN = {{.State}};
new EventSource('/preview?seen=' + SEEN).onmessage = () => location.reload();
</script>
</html>
`))

func sendFault(w http.ResponseWriter, fault, state string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusInternalServerError)
	faultPage.Execute(w, struct {
		Faults []string
		State  string
	}{strings.Split(fault, "\n"), state}) // an editor who went away is no fault
}
