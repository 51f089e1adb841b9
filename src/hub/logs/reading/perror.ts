/**
 * What small programs print when something fails: `program: what: why`, where the last part is the C library's word for an error number, as
 * `perror` prints it, or a shell's. It has no level, but is as sure as one.
 */
const reasons = new Set([
  'Operation not permitted',
  'No such file or directory',
  'No such process',
  'Interrupted system call',
  'Input/output error',
  'I/O error',
  'No such device or address',
  'Argument list too long',
  'Exec format error',
  'Bad file descriptor',
  'No child processes',
  'Resource temporarily unavailable',
  'Cannot allocate memory',
  'Permission denied',
  'Bad address',
  'Device or resource busy',
  'File exists',
  'No such device',
  'Not a directory',
  'Is a directory',
  'Invalid argument',
  'Too many open files',
  'Too many open files in system',
  'Text file busy',
  'File too large',
  'No space left on device',
  'Illegal seek',
  'Read-only file system',
  'Too many links',
  'Broken pipe',
  'File name too long',
  'Function not implemented',
  'Directory not empty',
  'Too many levels of symbolic links',
  'Protocol error',
  'Address already in use',
  'Cannot assign requested address',
  'Network is down',
  'Network is unreachable',
  'Connection reset by peer',
  'No buffer space available',
  'Connection timed out',
  'Connection refused',
  'Host is down',
  'No route to host',
  'Stale file handle',
  'Disk quota exceeded',
  'Name or service not known',
  'Temporary failure in name resolution',
  'command not found',
  'not found',
]);

const program = /^[\w./@+-]{1,100}(?:\[\d{1,10}\])?: /;

/** Whether a line of plain text says so. */
export function saysWhyItFailed(line: string): boolean {
  const at = line.lastIndexOf(': ');
  return at > 0 && reasons.has(line.slice(at + 2).trimEnd()) && program.test(line);
}
