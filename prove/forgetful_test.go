//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// forgetful is a file system in memory, mounted by FUSE, that forgets what was not synced when the power goes off. What a file holds lasts
// once the file is synced. A name (made, changed or removed) lasts once its folder is synced: the strict reading of POSIX; or, where
// journal is set, once anything is synced, as ext4 does it.
//
// When the power goes, what was not synced is lost, or only some of it: each sector of 512 bytes and each folder's names by the toss of a
// coin, for a disk writes as it likes. From then on every call fails, so that nothing that happens later can be acknowledged.
type forgetful struct {
	journal bool
	dir     string
	server  *fuse.Server // nil before it is mounted

	mu    sync.Mutex
	root  *node
	made  uint64
	syncs int           // that were asked for
	cutAt int           // at which of them the power goes, 0 is never
	late  bool          // that sync still takes effect, and is not answered
	luck  *rand.Rand    // nil loses all that was not synced
	gone  chan struct{} // closed when the power is off
	off   bool
}

// node is a file or a folder: as those see it who use it, and as it lies on the disk.
type node struct {
	ino            uint64
	mode, uid, gid uint32
	links          uint32
	changed        time.Time

	now, kept []byte       // of a file
	dirty     map[int]bool // sectors of now that are not in kept

	names, keptNames map[string]*node // of a folder
	renamed          bool             // names differ from keptNames
}

const sector = 512

func newForgetful() *forgetful {
	f := &forgetful{gone: make(chan struct{})}
	f.root = f.node(syscall.S_IFDIR | 0o755)
	return f
}

func (f *forgetful) node(mode uint32) *node {
	f.made++
	n := &node{ino: f.made, mode: mode, links: 1, changed: time.Now()}
	if mode&syscall.S_IFMT == syscall.S_IFDIR {
		n.names, n.keptNames = map[string]*node{}, map[string]*node{}
	} else {
		n.dirty = map[int]bool{}
	}
	return n
}

// take reads in what a folder holds, as if it had lain on the disk for long.
func (f *forgetful) take(dir string) error { return f.root.take(f, dir) }

func (to *node) take(f *forgetful, dir string) error {
	list, err := os.ReadDir(dir)
	for _, one := range list {
		err = errors.Join(err, to.takeOne(f, filepath.Join(dir, one.Name())))
	}
	return err
}

// takeOne reads one file or folder in.
func (to *node) takeOne(f *forgetful, name string) error {
	info, err := os.Lstat(name)
	if err != nil {
		return err
	}
	sys := info.Sys().(*syscall.Stat_t)
	n := f.node(sys.Mode)
	n.uid, n.gid = sys.Uid, sys.Gid
	switch {
	case info.IsDir():
		err = n.take(f, name)
	case info.Mode().IsRegular():
		n.kept, err = os.ReadFile(name)
	default:
		err = fmt.Errorf("%s is neither file nor folder", name)
	}
	to.keptNames[filepath.Base(name)] = n
	return err
}

// leave writes what lies on the disk into a folder.
func (f *forgetful) leave(dir string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.root.leave(dir)
}

func (n *node) leave(name string) error {
	var err error
	if n.keptNames == nil {
		err = os.WriteFile(name, n.kept, os.FileMode(n.mode&0o777))
	} else if err = os.Mkdir(name, os.FileMode(n.mode&0o777)); errors.Is(err, os.ErrExist) {
		err = nil
	}
	for child, n := range n.keptNames {
		err = errors.Join(err, n.leave(filepath.Join(name, child)))
	}
	return errors.Join(err, os.Chown(name, int(n.uid), int(n.gid)))
}

// powerOff takes the power away now.
func (f *forgetful) powerOff() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.goOff()
}

func (f *forgetful) goOff() {
	if f.off {
		return
	}
	f.off = true
	if f.luck != nil {
		f.toss(f.root)
	}
	close(f.gone)
}

// toss lets some of what was not synced last.
func (f *forgetful) toss(n *node) {
	for _, at := range slices.Sorted(maps.Keys(n.dirty)) {
		if f.luck.IntN(2) == 0 {
			n.keepSector(at)
		}
	}
	if n.renamed && f.luck.IntN(2) == 0 {
		n.keptNames = n.names
	}
	for _, name := range slices.Sorted(maps.Keys(n.keptNames)) {
		f.toss(n.keptNames[name])
	}
}

func (n *node) keepSector(at int) {
	from, to := at*sector, min((at+1)*sector, len(n.now))
	if from >= to {
		return
	}
	if len(n.kept) < to {
		n.kept = append(n.kept, make([]byte, to-len(n.kept))...)
	}
	copy(n.kept[from:to], n.now[from:to])
}

// keep makes a file or folder last as it is now.
func (n *node) keep() {
	if n.names != nil {
		n.keptNames, n.renamed = maps.Clone(n.names), false
		return
	}
	n.kept = n.kept[:min(len(n.kept), len(n.now))]
	for at := range n.dirty {
		n.keepSector(at)
	}
	clear(n.dirty)
}

// keepNames makes every name last, as a journal does.
func (n *node) keepNames() {
	if n.renamed {
		n.keep()
	}
	for _, child := range n.names {
		if child.names != nil {
			child.keepNames()
		}
	}
}

// sync makes a file or folder last, or takes the power away.
func (f *forgetful) sync(n *node) syscall.Errno {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.off {
		return syscall.EIO
	}
	f.syncs++
	cut := f.syncs == f.cutAt
	if !cut || f.late {
		n.keep()
		if f.journal {
			f.root.keepNames()
		}
	}
	if cut {
		f.goOff()
		return syscall.EIO
	}
	return 0
}

// resize cuts a file or fills it up with zeros.
func (n *node) resize(size int) {
	if was := len(n.now); size > was {
		n.now = slices.Grow(n.now, size-was)[:size]
		clear(n.now[was:])
		n.mark(was, size)
	} else {
		n.now = n.now[:size]
	}
}

func (n *node) mark(from, to int) {
	for at := from / sector; at*sector < to; at++ {
		n.dirty[at] = true
	}
	n.changed = time.Now()
}

// mount mounts it, and takes it down when the test ends.
func (f *forgetful) mount(t testing.TB, dir string) {
	t.Helper()
	f.dir = dir
	f.powerOn(t)
	t.Cleanup(func() {
		f.powerOff()
		f.unmount(t)
	})
}

func (f *forgetful) unmount(t testing.TB) {
	t.Helper()
	var err error
	for range 200 { // processes that were killed leave it in a moment
		if err = f.server.Unmount(); err == nil {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("unmounting %s: %v", f.dir, err)
}

// powerOn mounts it with what lies on the disk. Whoever used it before must have ended.
func (f *forgetful) powerOn(t testing.TB) {
	t.Helper()
	if f.server != nil {
		f.unmount(t)
	}
	f.mu.Lock()
	f.root.wake(map[*node]bool{})
	f.syncs, f.cutAt, f.off, f.gone = 0, 0, false, make(chan struct{})
	f.mu.Unlock()
	long := time.Hour // nobody but the kernel changes it
	options := &fs.Options{
		MountOptions: fuse.MountOptions{AllowOther: true, Name: "forgetful", FsName: "forgetful", DirectMount: true, Options: []string{"default_permissions"}, MaxWrite: 1 << 20},
		EntryTimeout: &long, AttrTimeout: &long, NegativeTimeout: &long, RootStableAttr: &fs.StableAttr{Ino: f.root.ino},
	}
	var err error
	if f.server, err = fs.Mount(f.dir, &entry{f: f, n: f.root}, options); err != nil {
		t.Fatalf("the file system that forgets needs FUSE (/dev/fuse, and to be root), and cannot be mounted: %v", err)
	}
}

// wake has files and folders as they lie on the disk.
func (n *node) wake(seen map[*node]bool) {
	if seen[n] {
		n.links++
		return
	}
	seen[n], n.links = true, 1
	n.now, n.names, n.renamed = slices.Clone(n.kept), maps.Clone(n.keptNames), false
	clear(n.dirty)
	for _, child := range n.names {
		child.wake(seen)
	}
}

// entry is a node as the kernel asks for it.
type entry struct {
	fs.Inode
	f *forgetful
	n *node
}

var _ = []any{fs.NodeLookuper(&entry{}), fs.NodeCreater(&entry{}), fs.NodeMkdirer(&entry{}), fs.NodeUnlinker(&entry{}), fs.NodeRmdirer(&entry{}), fs.NodeRenamer(&entry{}),
	fs.NodeReaddirer(&entry{}), fs.NodeOpener(&entry{}), fs.NodeReader(&entry{}), fs.NodeWriter(&entry{}), fs.NodeFsyncer(&entry{}), fs.NodeGetattrer(&entry{}),
	fs.NodeSetattrer(&entry{}), fs.NodeAllocater(&entry{}), fs.NodeLinker(&entry{}), fs.NodeStatfser(&entry{})}

// with does something while nobody else does, unless the power is off.
func (e *entry) with(do func(n *node) syscall.Errno) syscall.Errno {
	e.f.mu.Lock()
	defer e.f.mu.Unlock()
	if e.f.off {
		return syscall.EIO
	}
	return do(e.n)
}

func (n *node) tell(out *fuse.Attr) {
	out.Ino, out.Mode, out.Nlink, out.Size = n.ino, n.mode, n.links, uint64(len(n.now))
	out.Owner = fuse.Owner{Uid: n.uid, Gid: n.gid}
	out.Blocks, out.Blksize = (out.Size+sector-1)/sector, 4096
	out.SetTimes(&n.changed, &n.changed, &n.changed)
}

func (e *entry) inode(ctx context.Context, n *node, out *fuse.EntryOut) *fs.Inode {
	n.tell(&out.Attr)
	return e.NewInode(ctx, &entry{f: e.f, n: n}, fs.StableAttr{Mode: n.mode & syscall.S_IFMT, Ino: n.ino})
}

func (e *entry) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (inode *fs.Inode, err syscall.Errno) {
	err = e.with(func(n *node) syscall.Errno {
		child := n.names[name]
		if child == nil {
			return syscall.ENOENT
		}
		inode = e.inode(ctx, child, out)
		return 0
	})
	return inode, err
}

func (e *entry) add(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (inode *fs.Inode, err syscall.Errno) {
	err = e.with(func(n *node) syscall.Errno {
		child := e.f.node(mode)
		if caller, ok := fuse.FromContext(ctx); ok {
			child.uid, child.gid = caller.Uid, caller.Gid
		}
		n.names[name], n.renamed = child, true
		inode = e.inode(ctx, child, out)
		return 0
	})
	return inode, err
}

func (e *entry) Create(ctx context.Context, name string, _ uint32, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	inode, err := e.add(ctx, name, syscall.S_IFREG|mode&0o7777, out)
	return inode, nil, fuse.FOPEN_KEEP_CACHE, err
}

func (e *entry) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	return e.add(ctx, name, syscall.S_IFDIR|mode&0o7777, out)
}

func (e *entry) Link(ctx context.Context, target fs.InodeEmbedder, name string, out *fuse.EntryOut) (inode *fs.Inode, err syscall.Errno) {
	err = e.with(func(n *node) syscall.Errno {
		child := target.(*entry).n
		child.links++
		n.names[name], n.renamed = child, true
		inode = e.inode(ctx, child, out)
		return 0
	})
	return inode, err
}

func (e *entry) Unlink(_ context.Context, name string) syscall.Errno {
	return e.with(func(n *node) syscall.Errno {
		n.names[name].links--
		delete(n.names, name)
		n.renamed = true
		return 0
	})
}

func (e *entry) Rmdir(_ context.Context, name string) syscall.Errno {
	return e.with(func(n *node) syscall.Errno {
		if len(n.names[name].names) > 0 {
			return syscall.ENOTEMPTY
		}
		delete(n.names, name)
		n.renamed = true
		return 0
	})
}

func (e *entry) Rename(_ context.Context, name string, into fs.InodeEmbedder, to string, flags uint32) syscall.Errno {
	return e.with(func(n *node) syscall.Errno {
		if flags != 0 {
			return syscall.EINVAL
		}
		other := into.EmbeddedInode().Operations().(*entry).n
		other.names[to] = n.names[name]
		if n != other || name != to {
			delete(n.names, name)
		}
		n.renamed, other.renamed = true, true
		return 0
	})
}

func (e *entry) Readdir(context.Context) (list fs.DirStream, err syscall.Errno) {
	err = e.with(func(n *node) syscall.Errno {
		var all []fuse.DirEntry
		for name, child := range n.names {
			all = append(all, fuse.DirEntry{Name: name, Ino: child.ino, Mode: child.mode})
		}
		list = fs.NewListDirStream(all)
		return 0
	})
	return list, err
}

func (e *entry) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	return nil, fuse.FOPEN_KEEP_CACHE, e.with(func(*node) syscall.Errno { return 0 })
}

func (e *entry) Read(_ context.Context, _ fs.FileHandle, into []byte, at int64) (got fuse.ReadResult, err syscall.Errno) {
	err = e.with(func(n *node) syscall.Errno {
		from := min(int(at), len(n.now))
		got = fuse.ReadResultData(into[:copy(into, n.now[from:])])
		return 0
	})
	return got, err
}

func (e *entry) Write(_ context.Context, _ fs.FileHandle, src []byte, at int64) (uint32, syscall.Errno) {
	return uint32(len(src)), e.with(func(n *node) syscall.Errno {
		to := int(at) + len(src)
		if to > len(n.now) {
			n.resize(to)
		}
		copy(n.now[at:], src)
		n.mark(int(at), to)
		return 0
	})
}

func (e *entry) Allocate(_ context.Context, _ fs.FileHandle, at, size uint64, mode uint32) syscall.Errno {
	return e.with(func(n *node) syscall.Errno {
		if mode != 0 {
			return syscall.EOPNOTSUPP
		}
		if to := int(at + size); to > len(n.now) {
			n.resize(to)
		}
		return 0
	})
}

func (e *entry) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno { return e.f.sync(e.n) }

func (e *entry) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	return e.with(func(n *node) syscall.Errno { n.tell(&out.Attr); return 0 })
}

func (e *entry) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	return e.with(func(n *node) syscall.Errno {
		if size, ok := in.GetSize(); ok {
			n.resize(int(size))
		}
		if mode, ok := in.GetMode(); ok {
			n.mode = n.mode&syscall.S_IFMT | mode&0o7777
		}
		if uid, ok := in.GetUID(); ok {
			n.uid = uid
		}
		if gid, ok := in.GetGID(); ok {
			n.gid = gid
		}
		n.tell(&out.Attr)
		return 0
	})
}

func (e *entry) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	out.Bsize, out.NameLen = 4096, 255
	out.Blocks, out.Bfree, out.Bavail = 1<<20, 1<<20, 1<<20
	return 0
}
