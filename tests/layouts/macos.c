/*
 * The layouts that src/Mill.Core/Platform/MacOS reads, held against the system's own headers:
 *     clang -fsyntax-only tests/layouts/macos.c
 * The samples below are those of tests/xunit/Platform/Samples/macos.txt, as a compiler lays them out.
 */
#include <sys/types.h>
#include <stddef.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/event.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/proc_info.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysctl.h>

#define SIZE(type, size) _Static_assert(sizeof(type) == size, #type)
#define AT(type, member, at) _Static_assert(offsetof(type, member) == at, #type "." #member)
#define IS(name, value) _Static_assert((unsigned)(name) == (unsigned)(value), #name)

SIZE(struct kinfo_proc, 648);
AT(struct kinfo_proc, kp_proc.p_un.__p_starttime, 0);
AT(struct kinfo_proc, kp_proc.p_flag, 32);
AT(struct kinfo_proc, kp_proc.p_stat, 36);
AT(struct kinfo_proc, kp_proc.p_pid, 40);
AT(struct kinfo_proc, kp_proc.p_comm, 243);
AT(struct kinfo_proc, kp_eproc.e_ucred.cr_uid, 420);
AT(struct kinfo_proc, kp_eproc.e_ppid, 560);
IS(SSTOP, 4); IS(SZOMB, 5); IS(P_WEXIT, 0x2000);
IS(CTL_KERN, 1); IS(KERN_ARGMAX, 8); IS(KERN_PROC, 14); IS(KERN_PROC_ALL, 0); IS(KERN_PROC_PID, 1); IS(KERN_PROCARGS2, 49);

SIZE(struct rusage_info_v0, 96);
AT(struct rusage_info_v0, ri_resident_size, 64);
AT(struct rusage_info_v0, ri_phys_footprint, 72);
AT(struct rusage_info_v0, ri_proc_start_abstime, 80);
SIZE(struct proc_taskinfo, 96);
AT(struct proc_taskinfo, pti_threadnum, 84);
SIZE(struct proc_fdinfo, 8);
SIZE(struct vnode_fdinfo, 176);
AT(struct vnode_fdinfo, pvi.vi_stat.vst_dev, 24);
AT(struct vnode_fdinfo, pvi.vi_stat.vst_ino, 32);
IS(RUSAGE_INFO_V0, 0); IS(PROC_PIDTASKINFO, 4); IS(PROC_PIDLISTFDS, 1); IS(PROC_PIDFDVNODEINFO, 1); IS(PROX_FDTYPE_VNODE, 1);

SIZE(struct rusage, 144);
AT(struct rusage, ru_stime, 16);
AT(struct rusage, ru_maxrss, 32);
IS(RLIMIT_NOFILE, 8);

SIZE(struct stat, 144);
AT(struct stat, st_mode, 4);
AT(struct stat, st_ino, 8);
AT(struct stat, st_uid, 16);
AT(struct stat, st_mtimespec, 48);
AT(struct stat, st_size, 96);
AT(struct stat, st_blocks, 104);
SIZE(struct statfs, 2168);
AT(struct statfs, f_bavail, 24);
AT(struct statfs, f_flags, 64);
AT(struct statfs, f_fstypename, 72);
IS(MNT_NOEXEC, 0x4); IS(MNT_LOCAL, 0x1000);
AT(struct dirent, d_namlen, 18);
AT(struct dirent, d_name, 21);

SIZE(struct flock, 24);
AT(struct flock, l_len, 8);
AT(struct flock, l_type, 20);
AT(struct flock, l_whence, 22);
IS(F_UNLCK, 2); IS(F_WRLCK, 3); IS(F_OFD_SETLK, 90); IS(F_OFD_GETLK, 92);
SIZE(struct fpunchhole, 24);
AT(struct fpunchhole, fp_offset, 8);
IS(F_PUNCHHOLE, 99); IS(F_FULLFSYNC, 51); IS(F_GETPATH, 50); IS(F_DUPFD_CLOEXEC, 67);
IS(SEEK_DATA, 4); IS(RENAME_EXCL, 4);
IS(O_NONBLOCK, 0x4); IS(O_APPEND, 0x8); IS(O_NOFOLLOW, 0x100); IS(O_CREAT, 0x200); IS(O_EXCL, 0x800);
IS(O_EVTONLY, 0x8000); IS(O_NOCTTY, 0x20000); IS(O_DIRECTORY, 0x100000); IS(O_CLOEXEC, 0x1000000);
IS(AT_FDCWD, -2); IS(AT_REMOVEDIR, 0x80); IS(AT_SYMLINK_NOFOLLOW, 0x20);

SIZE(struct kevent, 32);
AT(struct kevent, filter, 8);
AT(struct kevent, flags, 10);
AT(struct kevent, fflags, 12);
AT(struct kevent, data, 16);
AT(struct kevent, udata, 24);
IS(EVFILT_VNODE, -4); IS(EVFILT_PROC, -5); IS(EVFILT_SIGNAL, -6); IS(EV_ADD, 1); IS(EV_CLEAR, 0x20); IS(NOTE_EXIT, 0x80000000);
IS(NOTE_DELETE | NOTE_WRITE | NOTE_EXTEND | NOTE_ATTRIB | NOTE_LINK | NOTE_RENAME | NOTE_REVOKE, 0x7F);

SIZE(struct sigaction, 16);
AT(struct sigaction, sa_flags, 12);
SIZE(sigset_t, 4);
IS(SA_RESTART, 2); IS(SIG_SETMASK, 3); IS(TIOCGWINSZ, 0x40087468);
IS(SIGBUS, 10); IS(SIGURG, 16); IS(SIGSTOP, 17); IS(SIGTSTP, 18); IS(SIGCONT, 19); IS(SIGCHLD, 20); IS(SIGUSR1, 30);

/* Of a header that is not handed out (proc_info_private.h); sizeof is asserted there, too. */
struct proc_uniqidentifierinfo_ {
    uint8_t p_uuid[16];
    uint64_t p_uniqueid, p_puniqueid;
    int32_t p_idversion, p_orig_ppidversion;
    uint64_t p_reserve2, p_reserve3;
};
SIZE(struct proc_uniqidentifierinfo_, 56);

const struct kinfo_proc kinfo_proc[2] = {
    {
        .kp_proc = { .p_starttime = { 1732500000, 42 }, .p_flag = 0x4004, .p_stat = SSLEEP, .p_pid = 4242, .p_comm = "a name of sixtee" },
        .kp_eproc = { .e_ucred = { .cr_uid = 501 }, .e_ppid = 77, .e_pgid = 4242 },
    },
    {
        .kp_proc = { .p_starttime = { 1732500001, 999999 }, .p_flag = 0x2004, .p_stat = SZOMB, .p_pid = 99998, .p_comm = "sh" },
        .kp_eproc = { .e_ucred = { .cr_uid = 0 }, .e_ppid = 1, .e_pgid = 99998 },
    },
};
const struct rusage_info_v0 rusage_info_v0 = {
    .ri_user_time = 1, .ri_system_time = 2, .ri_wired_size = 3, .ri_resident_size = 5000000000, .ri_phys_footprint = 4000000,
    .ri_proc_start_abstime = 123456789012, .ri_proc_exit_abstime = 4,
};
const struct proc_taskinfo proc_taskinfo = { .pti_resident_size = 1, .pti_csw = 2, .pti_threadnum = 17, .pti_numrunning = 3, .pti_priority = 4 };
const struct proc_uniqidentifierinfo_ proc_uniqidentifierinfo = {
    .p_uuid = { 1, 2, 3 }, .p_uniqueid = 0x123456789, .p_puniqueid = 0x123456780, .p_idversion = 5, .p_orig_ppidversion = 6,
};
const struct proc_fdinfo proc_fdinfo[3] = { { 0, 1 }, { 5, 2 }, { 7, 1 } };
const struct vnode_fdinfo vnode_fdinfo = { .pfi = { .fi_offset = 9, .fi_type = 1 }, .pvi = { .vi_stat = { .vst_dev = 16777234, .vst_ino = 8589934592, .vst_size = 1 } } };
const struct stat status = {
    .st_dev = 16777234, .st_mode = 0100600, .st_nlink = 1, .st_ino = 8589934592, .st_uid = 501, .st_gid = 20,
    .st_atimespec = { 1, 2 }, .st_mtimespec = { 1732500000, 123456700 }, .st_ctimespec = { 3, 4 },
    .st_size = 5000000000, .st_blocks = 16, .st_blksize = 4096,
};
const struct statfs apfs = {
    .f_bsize = 4096, .f_iosize = 1048576, .f_blocks = 1000, .f_bfree = 500, .f_bavail = 400, .f_flags = MNT_LOCAL,
    .f_fstypename = "apfs", .f_mntonname = "/System/Volumes/Data",
};
const struct statfs smbfs = { .f_bsize = 1024, .f_bavail = 7, .f_flags = MNT_NOEXEC, .f_fstypename = "smbfs", .f_mntonname = "/Volumes/x" };
const struct dirent dirent = { .d_ino = 1, .d_reclen = 32, .d_namlen = 6, .d_type = DT_REG, .d_name = "na\303\274me" };
