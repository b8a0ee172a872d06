package main

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestShrink: what lies in memory stays the same, byte for byte, and so does everything that is no data.
func TestShrink(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []piece
		at := rapid.Int64Range(0, 1<<20).Draw(t, "at")
		for range rapid.IntRange(0, 20).Draw(t, "pieces") {
			p := piece{at, rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "bytes")}
			all = append(all, p)
			at += int64(len(p.bytes)) + rapid.Int64Range(0, widestGap+10).Draw(t, "gap")
		}
		if len(all) > 1 && rapid.Bool().Draw(t, "out of order") {
			all[0], all[len(all)-1] = all[len(all)-1], all[0]
		}
		data := encode(all)
		module := binary.AppendUvarint([]byte("\x00asm\x01\x00\x00\x00\x01\x03abc\x0b"), uint64(len(data)))
		module = append(module, data...)
		module = append(module, "\x00\x02yz"...)
		small, err := shrink(module)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(memory(t, module), memory(t, small)) {
			t.Fatal("the data is not the same")
		}
		if !bytes.HasPrefix(small, module[:13]) || !bytes.HasSuffix(small, []byte("\x00\x02yz")) {
			t.Fatal("something else than data was changed")
		}
		for cut := range len(module) {
			shrink(module[:cut]) // must not panic
		}
	})
}

// memory is what a module's data fills memory with, up to its last byte that is not zero.
func memory(t interface{ Fatal(...any) }, module []byte) []byte {
	all, err := pieces(section(module))
	if err != nil {
		t.Fatal(err)
	}
	filled := make([]byte, 4<<20)
	for _, p := range all {
		copy(filled[p.at:], p.bytes)
	}
	return bytes.TrimRight(filled, "\x00")
}

const crashes = `package main

import "os"

func main() {
	println("积分")
	crash(os.Args)
}

//go:noinline
func crash(args []string) { println(args[len(args)]) }
`

// TestShrinkProgram: a program of the toolchain says the same when it is shrunk, and where it crashes still names the function.
func TestShrinkProgram(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "main.wasm")
	os.WriteFile(filepath.Join(dir, "main.go"), []byte(crashes), 0o600)
	cmd := exec.Command("go", "build", "-o", file, filepath.Join(dir, "main.go"))
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	module, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	small, err := shrink(module)
	if err != nil {
		t.Fatal(err)
	}
	one, _ := pieces(section(module))
	two, _ := pieces(section(small))
	if len(two) >= len(one)/10 {
		t.Errorf("%d pieces became %d", len(one), len(two))
	}
	was, is := memory(t, module), memory(t, small)
	emptied := 0
	for i := range was {
		if was[i] != is[i] {
			emptied++
			if is[i] != 0 {
				t.Fatalf("byte %d of the data was %d and is %d", i, was[i], is[i])
			}
		}
	}
	if emptied < 10_000 {
		t.Errorf("%d bytes of lines were emptied; has the toolchain's table another form?", emptied)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile(file, small, 0o600)
	out, err := exec.Command("node", filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js"), file).CombinedOutput()
	if err == nil || !bytes.HasPrefix(out, []byte("积分\npanic: runtime error: index out of range [1] with length 1")) || !bytes.Contains(out, []byte("main.crash(")) {
		t.Errorf("%v\n%s", err, out)
	}
}

// section is a module's data section.
func section(module []byte) []byte {
	for rest := module[moduleHead:]; len(rest) > 0; {
		size, n := binary.Uvarint(rest[1:])
		if rest[0] == dataSection {
			return rest[1+n : 1+n+int(size)]
		}
		rest = rest[1+n+int(size):]
	}
	return nil
}
