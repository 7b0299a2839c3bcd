// A disk whose power can be cut: an ext4 in a file, on a loop device, shut down with EXT4_IOC_SHUTDOWN. What had not
// reached the disk by then is gone, as with a real cut; after unmounting and mounting again the journal is played back.
import { spawnSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';

const SIZE = 512 * 1024 * 1024;
// EXT4_IOC_SHUTDOWN is _IOR('X', 125, __u32); 2 is EXT4_GOING_FLAGS_NOLOGFLUSH: also the journal in memory is lost.
const CUT = 'open(my $d, "<", $ARGV[0]) or die $!; my $how = pack("L", 2); ioctl($d, 0x8004587D, $how) or die $!;';

export class NoDisk extends Error {} // this machine cannot rehearse a power cut

function sh(...args) {
  const r = spawnSync(args[0], args.slice(1), { encoding: 'utf8' });
  if (r.status !== 0) throw new Error(`${args.join(' ')}: ${r.error?.message ?? r.stderr.trim()}`);
  return r.stdout.trim();
}

export class Disk {
  constructor(dir, name) {
    Object.assign(this, { file: `${dir}/${name}.img`, mountPoint: `${dir}/${name}`, loop: null, mounted: false });
  }

  make() {
    try {
      writeFileSync(this.file, '');
      truncateSync(this.file, SIZE);
      mkdirSync(this.mountPoint);
      sh('mkfs.ext4', '-q', '-F', this.file);
      this.loop = sh('losetup', '--find', '--show', this.file);
      this.mount();
    } catch (e) {
      this.close();
      throw new NoDisk(e.message);
    }
  }

  mount() {
    sh('mount', '-t', 'ext4', this.loop, this.mountPoint);
    this.mounted = true;
  }

  unmount() {
    sh('umount', this.mountPoint);
    this.mounted = false;
  }

  sync() { sh('sync', '--file-system', this.mountPoint); }
  cut() { sh('perl', '-e', CUT, this.mountPoint); }

  close() {
    try { if (this.mounted) this.unmount(); } finally { if (this.loop) sh('losetup', '--detach', this.loop); this.loop = null; }
  }
}
