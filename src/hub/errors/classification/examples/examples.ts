import type { LabelledErrors } from './labelled-errors.ts';

/**
 * Error messages of programs, under the category that docs/error-categories.md gives them: what the learned part starts from. Which software is here
 * and which is held out for judging is told by a hash of its name (`isHeldOut`), not chosen.
 */
export const examples: readonly LabelledErrors[] = [
  {
    software: 'airflow-spark',
    source: 'https://airflow.apache.org/docs/, https://spark.apache.org/docs/latest/',
    errors: {
      resource: [
        'ExecutorLostFailure (executor 3 exited caused by one of the running tasks) Reason: Container killed by YARN for exceeding memory limits. 5.5 GB of 5.5 GB physical memory used.',
      ],
      worker: [
        'Task exited with return code Negsignal.SIGSEGV',
        "Detected zombie job: {'full_filepath': '/opt/airflow/dags/etl.py'}",
        'org.apache.spark.SparkException: Job aborted due to stage failure: Task 3 in stage 2.0 failed 4 times, most recent failure: Lost task',
      ],
      timeout: [
        'airflow.exceptions.AirflowTaskTimeout: Timeout, PID: 4120',
        'airflow.exceptions.AirflowSensorTimeout: Sensor has timed out; run duration of 3601.2 seconds exceeds the specified timeout of 3600.',
      ],
      configuration: ["airflow.exceptions.AirflowNotFoundException: The conn_id `warehouse` isn't defined"],
      dependency: [
        "Broken DAG: [/opt/airflow/dags/etl.py] No module named 'pandas'",
        'java.lang.ClassNotFoundException: Failed to find data source: delta. Please find packages at spark.apache.org',
      ],
    },
  },
  {
    software: 'android-flutter-electron',
    source: 'https://developer.android.com/reference/, https://docs.flutter.dev/testing/common-errors',
    errors: {
      network: [
        "SocketException: Failed host lookup: 'api.shop.internal' (OS Error: No address associated with hostname, errno = 7)",
      ],
      permission: [
        'java.lang.SecurityException: Permission Denial: requires android.permission.READ_CONTACTS',
      ],
      worker: [
        'java.lang.RuntimeException: Unable to start activity ComponentInfo: java.lang.NullPointerException',
        'Null check operator used on a null value',
        "type 'String' is not a subtype of type 'int'",
        "LateInitializationError: Field 'repo' has not been initialized.",
        'RangeError (index): Invalid value: Not in inclusive range 0..2: 3',
        "Concurrent modification during iteration: Instance(length:3) of '_GrowableList'.",
        'The renderer process crashed (reason: crashed, exit code 11)',
      ],
      validation: ['FormatException: Unexpected character (at character 1)'],
    },
  },
  {
    software: 'apache-httpd',
    source: 'docs/log-message-tags and modules of Apache HTTP Server',
    errors: {
      network: [
        '[proxy:error] AH00957: HTTP: attempt to connect to 127.0.0.1:8009 (localhost) failed: (111)Connection refused',
        '[proxy_http:error] AH01102: error reading status line from remote server app:8080',
      ],
      permission: [
        '[authz_core:error] AH01630: client denied by server configuration: /var/www/html/.git',
        "[core:error] AH00035: access to /admin/ denied (filesystem path '/srv/admin') because search permissions are missing on a component of the path",
        '[auth_basic:error] AH01617: user alice: authentication failure for "/private/": Password Mismatch',
      ],
      resource: [
        '[mpm_prefork:error] AH00161: server reached MaxRequestWorkers setting, consider raising the MaxRequestWorkers setting',
        'AH00072: make_sock: could not bind to address [::]:80 (98)Address already in use',
      ],
      worker: ['[core:notice] AH00052: child pid 22114 exit signal Segmentation fault (11)'],
      validation: ['[core:error] AH00567: request failed: error reading the headers: malformed header line'],
      timeout: [
        '[proxy_fcgi:error] AH01075: Error dispatching request to : (70007)The timeout specified has expired',
      ],
      configuration: [
        "AH00526: Syntax error on line 34 of /etc/apache2/sites-enabled/shop.conf: Invalid command 'RewriteEngin', perhaps misspelled or defined by a module not included in the server configuration",
      ],
    },
  },
  {
    software: 'api-gateways',
    source:
      'https://docs.konghq.com/, https://istio.io/latest/docs/ops/common-problems/, https://docs.aws.amazon.com/elasticloadbalancing/',
    errors: {
      api: [
        'An invalid response was received from the upstream server',
        'failure to get a peer from the ring-balancer',
        'no Route matched with those values',
        'HTTP 502: Bad Gateway from load balancer target group',
        '503 UH no_healthy_upstream',
      ],
      permission: ['No API key found in request', 'Jwt verification fails'],
      timeout: ['HTTP 504: Gateway Timeout, target did not respond before the idle timeout period elapsed'],
    },
  },
  {
    software: 'apt-dpkg',
    source: 'https://manpages.debian.org/bookworm/apt/apt-get.8.en.html',
    errors: {
      network: [
        "Err:1 http://deb.debian.org/debian bookworm InRelease Temporary failure resolving 'deb.debian.org'",
      ],
      permission: [
        'E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied) E: are you root?',
      ],
      resource: ["E: You don't have enough free space in /var/cache/apt/archives/."],
      configuration: ['E: Malformed entry 3 in list file /etc/apt/sources.list (Component)'],
      dependency: [
        'E: Unable to locate package libfoo-dev',
        'The following packages have unmet dependencies: nginx-full : Depends: libc6 (>= 2.36) but 2.31-13 is to be installed',
        'dpkg: dependency problems prevent configuration of mysql-server: mysql-server depends on mysql-server-8.0',
        "E: Package 'python' has no installation candidate",
        'E: Unable to correct problems, you have held broken packages.',
      ],
    },
  },
  {
    software: 'aws',
    source:
      "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html and each service's common errors",
    errors: {
      network: [
        'botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: "https://sqs.eu-central-9.amazonaws.com/"',
      ],
      permission: [
        'An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
        'An error occurred (ExpiredToken) when calling the AssumeRole operation: The security token included in the request is expired',
        'botocore.exceptions.NoCredentialsError: Unable to locate credentials',
        'SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method.',
        'UnauthorizedOperation: You are not authorized to perform this operation. Encoded authorization failure message: 2tT0',
        'User: arn:aws:iam::123456789012:user/ci is not authorized to perform: sqs:SendMessage on resource: jobs',
      ],
      timeout: [
        'botocore.exceptions.ReadTimeoutError: Read timeout on endpoint URL: "https://lambda.eu-west-1.amazonaws.com/"',
      ],
      configuration: [
        'botocore.exceptions.NoRegionError: You must specify a region.',
        'An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the ReceiveMessage operation: The specified queue does not exist for this wsdl version.',
        'botocore.exceptions.ProfileNotFound: The config profile (staging) could not be found',
      ],
      'external-api': [
        'botocore.errorfactory.ThrottlingException: An error occurred (ThrottlingException) when calling the DescribeInstances operation (reached max retries: 4): Rate exceeded',
        'SlowDown: Please reduce your request rate. status code: 503, request id: 4442587FB7D0A2F9',
        'ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level',
        'An error occurred (InternalError) when calling the GetObject operation (reached max retries: 4): We encountered an internal error. Please try again.',
        'An error occurred (RequestLimitExceeded) when calling the RunInstances operation: Request limit exceeded.',
        'An error occurred (TooManyRequestsException) when calling the Invoke operation: Rate Exceeded.',
        'An error occurred (MessageRejected) when calling the SendEmail operation: Email address is not verified.',
        'An error occurred (LimitExceededException) when calling the CreateStream operation: Too many on-demand streams requested',
        'An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.',
      ],
    },
  },
  {
    software: 'azure',
    source:
      "https://learn.microsoft.com/en-us/rest/api/storageservices/common-rest-api-error-codes and Graph's throttling guidance",
    errors: {
      permission: [
        'Azure.RequestFailedException: Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature. Status: 403',
        "AADSTS7000222: The provided client secret keys for app 'b1c5' are expired.",
      ],
      'external-api': [
        'azure.core.exceptions.HttpResponseError: (ServerBusy) The server is currently unable to receive requests. Please retry your request.',
        'Microsoft.Graph.ServiceException: Code: TooManyRequests Message: Too many requests, please wait 30 seconds',
        'Azure.RequestFailedException: The specified blob does not exist. Status: 404 ErrorCode: BlobNotFound',
        'Azure OpenAI: Requests to the ChatCompletions_Create Operation have exceeded call rate limit of your current pricing tier',
      ],
    },
  },
  {
    software: 'azure-storage',
    source: 'https://learn.microsoft.com/en-us/rest/api/storageservices/blob-service-error-codes',
    errors: {
      permission: [
        'Azure Storage: This request is not authorized to perform this operation using this permission. ErrorCode:AuthorizationPermissionMismatch',
        "Azure: AuthorizationFailed: The client does not have authorization to perform action 'Microsoft.Compute/virtualMachines/read'",
        'AADSTS50034: The user account does not exist in the directory. To sign into this application, the account must be added to the directory.',
      ],
      timeout: [
        'Azure Storage: Operation could not be completed within the specified time. ErrorCode:OperationTimedOut',
      ],
      'external-api': [
        'Azure Storage: There is currently a lease on the blob and no lease ID was specified in the request. ErrorCode:LeaseIdMissing',
        'Azure Storage: The specified container is being deleted. Try operation later. ErrorCode:ContainerBeingDeleted',
        'Azure Service Bus: The service is currently overloaded. Please wait and try again. ErrorCode: 50009',
        'Azure: OperationNotAllowed: Operation could not be completed as it results in exceeding approved standardDSv3Family Cores quota',
        'CosmosHttpResponseError: (TooManyRequests) Request rate is large. More Request Units may be needed, so no changes were made.',
        "Azure: SkuNotAvailable: The requested VM size is currently not available in location 'westeurope'",
      ],
    },
  },
  {
    software: 'bash',
    source: 'https://www.gnu.org/software/bash/manual/bash.html#Exit-Status',
    errors: {
      permission: ['bash: ./start.sh: Permission denied'],
      resource: [
        'bash: fork: retry: Resource temporarily unavailable',
        '-bash: cannot create temp file for here-document: No space left on device',
      ],
      worker: [
        '/opt/run.sh: line 11:  4120 Segmentation fault      (core dumped) ./convert "$f"',
        "/opt/run.sh: line 3: syntax error near unexpected token `fi'",
      ],
      configuration: [
        '/opt/run.sh: line 2: QUEUE_HOST: parameter null or not set',
        '/opt/run.sh: line 5: /etc/default/mailer: No such file or directory',
        '/opt/run.sh: line 2: API_URL: unbound variable',
      ],
      dependency: [
        '/opt/run.sh: line 4: jq: command not found',
        '/bin/sh: 1: gunicorn: not found',
        "/usr/bin/env: 'node': No such file or directory",
        'bash: ./agent: cannot execute binary file: Exec format error',
      ],
    },
  },
  {
    software: 'bind-dns',
    source: 'https://bind9.readthedocs.io/ and RFC 8914',
    errors: {
      network: [
        "resolver: SERVFAIL unexpected RCODE resolving 'mx.example.org/A/IN': 192.0.2.53#53",
        "client @0x7f: query (cache) 'db.internal/A/IN' failed: NXDOMAIN",
      ],
      permission: ["client 198.51.100.9#4122: query (cache) 'example.org/A/IN' denied"],
      timeout: ['connection timed out; no servers could be reached'],
    },
  },
  {
    software: 'boost-asio',
    source: 'https://www.boost.org/doc/libs/release/doc/html/boost_asio/reference/error__basic_errors.html',
    errors: {
      network: [
        'asio: Operation aborted, connection was closed by the remote side',
        'asio.misc: End of file while reading from peer',
        'asio.netdb: Host not found (authoritative)',
        'resolve: Host not found (non-authoritative), try again later',
        'shutdown: Transport endpoint is not connected',
        'handshake: tlsv1 unrecognized name',
      ],
    },
  },
  {
    software: 'bullmq',
    source: 'src/classes/errors of BullMQ and docs.bullmq.io',
    errors: {
      database: [
        'ReplyError: ERR Error running script (call to f_1): @user_script:12: WRONGTYPE Operation against a key holding the wrong kind of value',
      ],
      network: [
        'MaxRetriesPerRequestError: Reached the max retries per request limit (which is 20). Refer to "maxRetriesPerRequest" option for details.',
      ],
      worker: [
        'Error: job stalled more than allowable limit',
        'Error: Missing lock for job 4711. moveToFinished',
        'Error: could not renew lock for job 4711',
      ],
      validation: ['Error: Custom Ids cannot contain :'],
      configuration: ['Error: BullMQ: Your redis options maxRetriesPerRequest must be null.'],
    },
  },
  {
    software: 'caddy-varnish',
    source: 'https://caddyserver.com/docs/, https://varnish-cache.org/docs/',
    errors: {
      api: ['Error 503 Backend fetch failed', 'reverse proxy: no upstreams available'],
      network: [
        'aborting with incomplete response: read tcp: use of closed network connection',
        'could not get certificate from issuer: no valid A records found for shop.example',
      ],
      resource: ['Error: Could not get socket 0.0.0.0:80: Address already in use'],
      worker: [
        'Child (2113) Panic at: Wed, 07 Jan 2026: Assert error in VBE_Connect()',
        'Child (2113) not responding to CLI, killed it.',
      ],
      configuration: [
        'adapting config using caddyfile: unrecognized directive: reverse_proxi',
        "Message from VCC-compiler: Symbol not found: 'req.htp'",
        'loading new config: loading http app module: listening on :443: module not registered: http.handlers.foo',
      ],
      'external-api': [
        'HTTP 429 urn:ietf:params:acme:error:rateLimited - too many failed authorizations recently',
      ],
    },
  },
  {
    software: 'cassandra-clickhouse',
    source:
      'https://cassandra.apache.org/doc/, https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp',
    errors: {
      database: [
        'InvalidQueryException: unconfigured table events_by_day',
        'NoNodeAvailableException: UnavailableException: Not enough replicas available for query at consistency QUORUM (2 required but only 1 alive)',
        'Code: 60. DB::Exception: Table default.events does not exist. (UNKNOWN_TABLE)',
        'Code: 252. DB::Exception: Too many parts (300). Merges are processing significantly slower than inserts. (TOO_MANY_PARTS)',
        'Code: 242. DB::Exception: Table is in readonly mode (replica path: /clickhouse/tables/1). (TABLE_IS_READ_ONLY)',
        "Code: 47. DB::Exception: Missing columns: 'usr_id' while processing query",
      ],
      network: ['Code: 210. DB::NetException: Connection refused (clickhouse-2:9000). (NETWORK_ERROR)'],
      permission: [
        'Code: 516. DB::Exception: default: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)',
      ],
      resource: [
        'Code: 241. DB::Exception: Memory limit (for query) exceeded: would use 9.32 GiB (attempt to allocate chunk of 4219512 bytes), maximum: 9.31 GiB. (MEMORY_LIMIT_EXCEEDED)',
      ],
      validation: [
        "Code: 27. DB::Exception: Cannot parse input: expected ',' before: 'abc' (CANNOT_PARSE_INPUT_ASSERTION_FAILED)",
      ],
      timeout: [
        'ReadTimeoutException: Cassandra timeout during read query at consistency LOCAL_ONE (1 responses were required but only 0 replica responded)',
        'WriteTimeoutException: Cassandra timeout during SIMPLE write query at consistency ONE',
        'Code: 159. DB::Exception: Timeout exceeded: elapsed 30.1 seconds, maximum: 30. (TIMEOUT_EXCEEDED)',
      ],
    },
  },
  {
    software: 'chromium-puppeteer',
    source: 'https://pptr.dev/troubleshooting and net/base/net_error_list.h of Chromium',
    errors: {
      network: [
        'net::ERR_CONNECTION_REFUSED at http://localhost:3000/',
        'net::ERR_NAME_NOT_RESOLVED at https://shop.internal/',
        'net::ERR_CERT_DATE_INVALID at https://shop.internal/',
      ],
      worker: [
        'Error: Page crashed!',
        'ProtocolError: Protocol error (Runtime.callFunctionOn): Target closed.',
      ],
      timeout: [
        'TimeoutError: Navigation timeout of 30000 ms exceeded',
        'TimeoutError: Waiting for selector `#pay` failed: Waiting failed: 30000ms exceeded',
      ],
      dependency: [
        'Error: Failed to launch the browser process! chrome: error while loading shared libraries: libnss3.so: cannot open shared object file',
        'Error: Could not find Chrome (ver. 121.0.6167.85). This can occur if you did not perform an installation before running the script',
      ],
    },
  },
  {
    software: 'clickhouse-more',
    source: 'src/Common/ErrorCodes.cpp of ClickHouse',
    errors: {
      database: [
        'DB::Exception: There is no column with name usr_id in table default.events (NO_SUCH_COLUMN_IN_TABLE)',
        'DB::Exception: Table default.events already exists. (TABLE_ALREADY_EXISTS)',
        "DB::Exception: Database shop doesn't exist. (UNKNOWN_DATABASE)",
        'DB::Exception: No active replica has part all_1_1_0 (NO_REPLICA_HAS_PART)',
        'DB::Exception: Column `x` is not under aggregate function and not in GROUP BY (NOT_AN_AGGREGATE)',
        'DB::Exception: Cannot convert string abc to type UInt8 (TYPE_MISMATCH)',
      ],
      network: [
        'DB::NetException: All connection tries failed (ALL_CONNECTION_TRIES_FAILED)',
        'DB::Exception: Not found address of host: ch-3 (DNS_ERROR)',
      ],
      permission: [
        "DB::Exception: app: Not enough privileges. To execute this query it's necessary to have grant SELECT(id) ON default.events (ACCESS_DENIED)",
      ],
      resource: [
        'DB::Exception: Too many simultaneous queries. Maximum: 100. (TOO_MANY_SIMULTANEOUS_QUERIES)',
        'DB::Exception: Cannot reserve 1.00 MiB, not enough space (NOT_ENOUGH_SPACE)',
      ],
      validation: ['DB::Exception: Cannot parse datetime: expected digit (CANNOT_PARSE_DATETIME)'],
      timeout: ['DB::Exception: Timeout exceeded while receiving data from client (SOCKET_TIMEOUT)'],
      configuration: ['DB::Exception: Unknown setting max_thread (UNKNOWN_SETTING)'],
    },
  },
  {
    software: 'cloud-more',
    source: 'API documentation of DigitalOcean, Heroku, Vercel, Netlify and Fastly',
    errors: {
      permission: [
        'vercel: The token provided via `--token` argument is not valid.',
        'digitalocean: Unable to authenticate you',
      ],
      'external-api': [
        'digitalocean: You have exceeded your droplet limit. Please contact support to raise it',
        'vercel: DEPLOYMENT_DISABLED usage limits have been exceeded for this plan',
      ],
    },
  },
  {
    software: 'cmake-clang-ld',
    source: 'https://cmake.org/cmake/help/latest/, https://clang.llvm.org/docs/',
    errors: {
      resource: ['c++: fatal error: Killed signal terminated program cc1plus (out of memory)'],
      configuration: ['CMake Error: The source directory "/srv" does not appear to contain CMakeLists.txt.'],
      dependency: [
        'Could NOT find OpenSSL, try to set the path to OpenSSL root folder (missing: OPENSSL_CRYPTO_LIBRARY)',
        "fatal error: 'libpq-fe.h' file not found",
        'ld: cannot find -lpq: No such file or directory',
        "undefined reference to `SSL_CTX_new'",
        'CMake 3.25 or higher is required. You are running version 3.18.4',
      ],
    },
  },
  {
    software: 'cockroachdb',
    source: 'https://www.cockroachlabs.com/docs/stable/common-errors',
    errors: {
      database: [
        'restart transaction: TransactionRetryWithProtoRefreshError: WriteTooOldError: write for key /Table/106/1/12 at timestamp too old',
        'ERROR: relation "shop.ordrs" does not exist SQLSTATE: 42P01',
        'ERROR: split failed while applying backpressure to Put: range too large',
      ],
      network: [
        'ERROR: cannot dial server. Is the server running?',
        'initial connection heartbeat failed: rpc error: code = Unavailable',
      ],
      permission: ['ERROR: user app does not have SELECT privilege on relation orders SQLSTATE: 42501'],
      resource: [
        'root: memory budget exceeded: 10240 bytes requested, 134217728 currently allocated, 134217728 bytes in budget',
      ],
      timeout: ['ERROR: query execution canceled due to statement timeout SQLSTATE: 57014'],
    },
  },
  {
    software: 'com-hresult',
    source: 'https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-erref/',
    errors: {
      unknown: [
        'Unspecified error (0x80004005)',
        'Error HRESULT E_FAIL has been returned from a call to a COM component.',
        'Exception from HRESULT: 0x8000FFFF',
        'The operation could not be completed.',
        'Unknown error (0xe0434352)',
      ],
    },
  },
  {
    software: 'composed',
    source: 'not of one program: written for this set in the manner of log lines, so only learned from',
    errors: {
      api: [
        '{"status":500,"title":"Internal Server Error","detail":"see the log"}',
        'unexpected answer of stock service: status 418',
        'order service replied 410 Gone',
        'inventory: HTTP 501 Not Implemented',
        'upstream returned malformed HTTP response: missing status line',
        'catalog: expected JSON but got text/html from service',
        'unexpected content type "text/html" in the response of the price service',
        'GET http://stock.internal/items/4 returned 500',
        'call to billing service failed: 409 Conflict',
        'received HTTP status 400 from pricing',
        'no handler for event type order.cancelled.v3 in consumer contract',
        'unsupported API version 2019-01: minimum is 2024-06',
        'stock service: unexpected HTTP 500',
        'user-service answered 503 for GET /users/7',
        'POST /v1/mails -> 502',
        'status 500 from http://billing.svc.cluster.local/charge',
        'remote call orders.create failed: server replied with error INTERNAL',
        'contract violated: response lacks field "total"',
        'response body of catalog service is not JSON',
        'the endpoint /v1/old was removed, use /v2/new',
        'peer speaks protocol 3, we need 4',
        'unknown message type 0x81 from peer',
        'RPC method Stock.Reserve is not registered',
        'HTTP 405 for DELETE /orders',
        'HTTP 409: order was changed meanwhile',
        '412 Precondition Failed: ETag differs',
        'service answered with HTML instead of JSON',
        'bad handshake response of websocket: 400',
        'GraphQL: Cannot query field "totl" on type "Order".',
        '3 of 3 replicas of stock returned errors',
        'all instances of pricing are marked unhealthy by the balancer',
        'no instance of service mail registered in discovery',
        'dependency pricing returned 5xx for 12 % of calls',
        'broker closed the channel: unexpected frame',
        'reply of service misses header x-request-id',
        'service mesh: upstream responded with 503 UC',
      ],
      permission: [
        'GET http://stock.internal/items/4 returned 403',
        'SELinux is preventing /usr/sbin/httpd from name_connect access on the tcp_socket port 8080.',
        'Error creating textual authentication agent: Not authorized to perform operation',
        'kinit: Preauthentication failed while getting initial credentials',
        "kinit: Client 'app@ACME' not found in Kerberos database while getting initial credentials",
        'GSSAPI Error: Unspecified GSS failure. Minor code may provide more information (Ticket expired)',
        'KDC has no support for encryption type',
        'Clock skew too great while getting initial credentials',
        'type="LOGIN_ERROR", realmId="shop", clientId="web", error="invalid_user_credentials"',
        'oauthlib.oauth2.rfc6749.errors.InvalidGrantError: (invalid_grant) Bad Request',
        'invalid_scope: The requested scope is invalid, unknown, or malformed',
        'io.jsonwebtoken.ExpiredJwtException: JWT expired at 2026-01-07T11:00:00Z. Current time: 2026-01-07T11:04:00Z',
        'jwt.exceptions.InvalidSignatureError: Signature verification failed',
        "jwt.exceptions.InvalidAudienceError: Audience doesn't match",
        'JWSVerificationFailed: signature verification failed',
        'TokenExpiredError: jwt expired',
        'user bob lacks role admin',
        "You don't have permission to access this resource.",
        'This account has been suspended',
        '2FA code is wrong',
        'Session is no longer valid, please sign in again',
        'request blocked: missing scope orders:write',
        'write access to /srv/out was refused',
        'the key for the message bus was rejected',
        'not allowed: rule 12 forbids deletes',
        'cannot open /dev/kvm: Permission denied',
      ],
      resource: [
        'inotify_add_watch: No space left on device: user limit on inotify watches was reached',
        'inotify instance limit reached: Too many open files',
        'shmget: No space left on device',
        'semget failed: No space left on device',
        'connect: Cannot assign requested address (all local ports are in use)',
        'pthread_create failed: Resource temporarily unavailable',
        'cgroup: fork rejected by pids controller in /system.slice/mailer.service',
        'Setting RLIMIT_NOFILE to 65536 failed; only 1024 descriptors left',
        'Disk usage on /var is at 98%',
        'disk is almost full: 120 MB left',
        'No inodes left on device /dev/sda1',
        'swap space exhausted',
        'load average too high: 48.1',
        'CPU quota used up, container throttled 95% of periods',
        'NVRM: Xid (PCI:0000:01:00): 31, out of device memory',
        'GPU memory fragmentation: cannot reserve 512 MiB',
        'ran out of file descriptors',
        'heap size exceeded 1.4 GB',
        'worker pool has no free slot, 128 of 128 busy',
        'job queue length 100000 reached its bound, rejecting',
        'not enough memory to start: need 4 GB, have 1 GB',
        'temporary directory is full',
        'journal has been rotated since disk quota was reached',
        'tablespace has reached its maximum size',
        'log partition out of space',
        'bandwidth quota of interface eth0 used up',
        'socket: too many open sockets',
        'cannot mmap: Cannot allocate memory',
        'bad block on /dev/sdb: medium error, unrecovered read error',
        'EDAC MC0: 1 UE memory read error',
        'port 9090 is taken by another process',
      ],
      worker: [
        'BUG: invariant broken: refcount is -1',
        'assertion `left == right` failed',
        'this should never happen',
        'unreachable code reached',
        'internal compiler error',
        'illegal state: order is neither open nor closed',
        'state machine got event STOP in state INIT',
        'tried to release a lock that is not held',
        'double close of file handle',
        'worker 3 vanished',
        'worker process crashed 5 times in 60 s',
        'main loop ended unexpectedly',
        'consumer thread died: NullPointerException',
        'process quit with code 3',
        'infinite loop detected in template',
        'child exited abnormally',
        'heartbeat of worker-7 missing, marked as dead',
        'event loop is blocked for 12 s',
        'unexpected nil in cart',
        'list index -1 out of range',
        'missing case for state "open"',
        'job 12 was lost when its worker went away',
        'memory leak: handler keeps 2 million timers',
        'mutex deadlock between threads 3 and 7',
        'self test failed',
        'coroutine was never awaited',
        'object used after it was closed',
        'variable total used before assignment',
        'TypeError: x.map is not a function',
        'cannot call method of null',
      ],
      validation: [
        '{"status":422,"title":"Unprocessable","detail":"sku must match ^[A-Z]{3}-[0-9]+$"}',
        'message rejected: property "amount" must be positive',
        'payload of message 81 is empty',
        'row 14: expected 7 columns, found 6',
        'unsupported currency code "EURO" in order 771',
        'date "2026-02-30" does not exist in the calendar',
        'phone number +49 is incomplete',
        'unknown event version 7 in message header',
      ],
      timeout: [
        'GET http://stock.internal/items/4 returned 504',
        'lock "nightly" could not be acquired within 30s',
        'job 77 exceeded its deadline of 300 s',
        'graceful shutdown took longer than 10s, forcing',
        'no answer from stock after 5 s',
        'drain did not finish in time',
        'hook pre-stop timed out',
        'leader election lost: failed to renew lease kube-system/controller before the deadline',
        'webhook did not answer in 10 s',
        'waited 60s for the migration lock, giving up',
        'probe exceeded 1s',
        'transaction was open for 600 s, longer than allowed',
        'RPC took 31000 ms, limit 30000 ms',
        'operation exceeded time limit of 5 s',
        'stage build: step ran out of time',
        'download stalled: less than 1 byte/s for 30 seconds',
        'Execution of job mail exceeded max runtime',
        'script exceeded 5 seconds and was stopped',
        'query killed after 120 s',
        'ack deadline of message 81 passed',
        'read deadline reached',
        'ETIMEDOUT while talking to 10.0.0.9:443',
        'ESOCKETTIMEDOUT',
        'CALL_TIMEOUT after 20s',
        'the request has exceeded the allowable time limit',
        'startup probe gave up after 300 s',
      ],
      configuration: [
        'failed parsing config: /etc/loki/loki.yaml: yaml: unmarshal errors: line 4: field storagee not found in type loki.Config',
        'invalid configuration: schema_config must be specified',
        'validating config err="CONFIG ERROR: invalid schema config: period must be a multiple of 24h"',
        'Strict hostname resolution configured but no hostname setting provided',
        'Trusted domain error. "203.0.113.5" tried to access using "cloud.example" as host. not configured as trusted',
        "The data directory must be specified as an absolute path; 'datadirectory' is not set",
        'flag needs an argument: --config',
        'invalid value "ten" for flag -workers: parse error',
        'invalid boolean value "yess" for -debug',
        'Unable to find configuration. Please set QUEUE_CONF or pass --conf',
        'Illegal value for option max_conns: -3',
        'setting "retries" has wrong type: want number',
        'duplicate key "port" in settings',
        'unsupported log level: verbos',
        "the option 'cache_dir' points to a directory that does not exist",
        'license file not configured',
        'timezone "Asia/Tokio" is not known',
        'no database adapter configured',
        'invalid cron expression "61 * * * *" in schedule of job nightly',
        'no route to handler: exchange binding is not declared',
        'template variable $datasource not defined in dashboard settings',
        'feature flag file features.yaml is missing',
        'bad value for environment variable WORKERS: "four"',
        'cannot find a matching profile "prod" in credentials config',
      ],
      dependency: [
        'error: Module not found "file:///srv/app/orders.ts".',
        "there is no package called 'ggplot2'",
        "Error in library(shop): there is no package called 'shop'",
        "module 'cjson' not found: no field package.preload['cjson']",
        "! LaTeX Error: File `tikz.sty' not found.",
        'go: module example.com/lib: no matching versions for query "latest"',
        'go: go.mod requires go >= 1.23 (running go 1.21.5)',
        "error: no such module 'Vapor'",
        "Could not find module 'Data.Aeson' It is a member of the hidden package",
        'dyld: Library not loaded: /usr/local/opt/openssl/lib/libssl.1.1.dylib',
        'Error relocating /usr/bin/agent: __strdup: symbol not found',
        "ELF file's phentsize not the expected size, wrong architecture binary",
        'The application requires Node.js 20 or later, found 16.20',
        'this binary was built for linux/arm64, not for linux/amd64',
        'protoc-gen-go: program not found or is not executable',
        'ffprobe not found. Please install ffmpeg.',
        'xcrun: error: invalid active developer path, missing xcrun',
        'unable to load plugin "geoip2": file libmaxminddb.so.0 missing',
        'peer dependency react@^17 is not satisfied by 18.2.0',
        'schema registry client needs library avro >= 1.11',
        'No such plugin: rabbitmq_delayed_message_exchange',
        'missing extension pgcrypto, install postgresql-contrib',
        'wkhtmltopdf: not found',
        "tesseract is not installed or it's not in your PATH",
        'image registry.acme/worker:77 does not exist',
        'layer sha256:81 not found in registry',
        'base image platform does not match host',
        'incompatible library version: requires version 3.0.0 or later, but libfoo provides version 2.0.0',
        'unit postgresql.service which mailer needs did not start',
        'waiting for dependency "queue" which is failed',
      ],
      unknown: [
        'An unexpected error has occurred. Please contact your administrator.',
        "We're sorry, but something went wrong.",
        'There was a problem processing your request.',
        'Whoops, looks like something went wrong.',
        'The operation failed for an unspecified reason.',
        'Task failed successfully',
        'Unknown failure',
        'General error',
        'General failure',
        'Error code: -1',
        'error 0',
        'Exception:',
        'RuntimeException',
        'Failure',
        'failed',
        'Something failed, see log',
        'Uh oh',
        'Please try again later.',
        'Could not complete your request because of a program error.',
        'Unexpected exception',
        'exit',
        '[ERROR] -',
        '<no details>',
        'null',
        'error: unknown',
        'error = nil',
        'Unknown issue',
        'non-specific error',
        'the process did not succeed',
        'Error processing item',
        'batch finished with errors',
        '2 errors found',
        'see previous errors',
        'Errors occurred',
        'could not do that',
        'An exception has occurred.',
        'Handler error',
        'Unable to perform action',
        'returned -1',
        'test failed',
        'request failed with error',
        'Something bad happened',
        'unexpected failure',
        'Error occurred, aborting',
        'Oops',
        'it did not work',
        'run failed',
        'aborting',
        'ERROR',
        'fatal',
        'An internal error occurred',
        'caught an error in main loop',
        'unable to complete the operation',
        'error: 500001',
        'result: failure',
        'status=error',
        'level=error msg=""',
        'Exception in thread "main"',
        'Unhandled error event: {}',
        '{"error":{}}',
        'critical error',
        'sync failed',
        'import failed',
        'backup failed!',
        'E: Sub-process returned an error code',
        'command failed',
        'Error: Command failed with an unknown cause',
        'retrying after error',
        'giving up',
        'hook failed',
      ],
    },
  },
  {
    software: 'cpp',
    source: "https://en.cppreference.com/w/cpp/error and LLVM's compiler-rt",
    errors: {
      network: [
        "terminate called after throwing an instance of 'boost::wrapexcept<boost::system::system_error>' what():  connect: Connection refused [system:111]",
      ],
      resource: ["terminate called after throwing an instance of 'std::bad_alloc' what():  std::bad_alloc"],
      worker: [
        "terminate called after throwing an instance of 'std::out_of_range' what():  vector::_M_range_check: __n (which is 7) >= this->size() (which is 7)",
        'pure virtual method called terminate called without an active exception',
        '==3121==ERROR: AddressSanitizer: heap-use-after-free on address 0x60200000eff0 at pc 0x0000004f5d1a',
        "runtime error: signed integer overflow: 2147483647 + 1 cannot be represented in type 'int'",
        "Assertion `refs > 0' failed.",
        'Aborted (core dumped)',
      ],
      validation: [
        "terminate called after throwing an instance of 'std::invalid_argument' what():  stoi",
        "[json.exception.parse_error.101] parse error at line 1, column 1: syntax error while parsing value - unexpected end of input; expected '[', '{', or a literal",
      ],
      unknown: ["terminate called after throwing an instance of 'std::exception' what():  std::exception"],
    },
  },
  {
    software: 'crash-more',
    source: 'messages of runtimes and sanitizers: musl, jemalloc, V8, CPython, LLVM, Valgrind',
    errors: {
      resource: [
        '<jemalloc>: Error allocating TSD',
        'Fatal process out of memory: Zone',
        'terminating due to java.lang.OutOfMemoryError: Java heap space',
      ],
      worker: [
        'free(): invalid pointer',
        'munmap_chunk(): invalid pointer',
        'malloc_consolidate(): unaligned fastbin chunk detected',
        '# Fatal error in , line 0 # Check failed: node->IsInUse().',
        'Fatal Python error: GC object already tracked',
        'Fatal Python error: deallocating None',
        'ThreadSanitizer: data race',
        'UndefinedBehaviorSanitizer: null-pointer-use',
        'LeakSanitizer: detected memory leaks',
        'Invalid read of size 8 at 0x4012A3: main (a.c:14)',
        'signal: aborted (core dumped)',
        'Trace/breakpoint trap (core dumped)',
        'exited due to signal SIGABRT',
        'Process 4120 (worker) of user 1000 dumped core.',
        "thread '<unnamed>' has overflowed its stack",
        'node::Abort() in V8 fatal error handler',
        'LLVM ERROR: Broken function found, compilation aborted!',
        'exception: EXC_BAD_ACCESS (code=1, address=0x10)',
      ],
    },
  },
  {
    software: 'cron-logrotate',
    source: 'cron(8), logrotate(8)',
    errors: {
      permission: [
        'error: skipping "/var/log/app/app.log" because parent directory has insecure permissions (It\'s world writable or writable by group which is not "root")',
      ],
      resource: ['error: error writing to /var/log/app/app.log.1: No space left on device'],
      configuration: [
        "error: /etc/logrotate.d/app:7 unknown option 'rotat' -- ignoring line",
        "bad minute errors in crontab file, can't install.",
      ],
      dependency: ['(CRON) error: /usr/local/bin/backup: not found'],
    },
  },
  {
    software: 'cuda-pytorch',
    source: 'https://pytorch.org/docs/stable/notes/cuda.html',
    errors: {
      resource: [
        'torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 15.78 GiB total capacity; 13.92 GiB already allocated)',
        "RuntimeError: DataLoader worker (pid 4120) is killed by signal: Bus error. It is possible that dataloader's workers are out of shared memory. Please try to raise your shared memory limit.",
      ],
      worker: [
        'RuntimeError: mat1 and mat2 shapes cannot be multiplied (32x512 and 256x10)',
        'RuntimeError: CUDA error: device-side assert triggered',
      ],
      dependency: [
        'RuntimeError: The NVIDIA driver on your system is too old (found version 11040). Please update your GPU driver',
        'AssertionError: Torch not compiled with CUDA enabled',
        'ImportError: libcudart.so.12: cannot open shared object file: No such file or directory',
      ],
    },
  },
  {
    software: 'curl',
    source: 'https://curl.se/libcurl/c/libcurl-errors.html',
    errors: {
      api: [
        'curl: (22) The requested URL returned error: 503',
        'curl: (22) The requested URL returned error: 404',
      ],
      network: [
        'curl: (6) Could not resolve host: orders.internal',
        "curl: (7) Failed to connect to orders.internal port 8080 after 2 ms: Couldn't connect to server",
        'curl: (35) OpenSSL/3.0.11: error:0A000438:SSL routines::tlsv1 alert internal error',
        'curl: (52) Empty reply from server',
        'curl: (56) Recv failure: Connection reset by peer',
        'curl: (60) SSL certificate problem: unable to get local issuer certificate',
      ],
      permission: ['curl: (22) The requested URL returned error: 403', 'curl: (67) Login denied'],
      resource: ['curl: (23) Failure writing output to destination: No space left on device'],
      validation: ['curl: (3) URL using bad/illegal format or missing URL'],
      timeout: ['curl: (28) Operation timed out after 5001 milliseconds with 0 bytes received'],
    },
  },
  {
    software: 'dotnet',
    source: 'https://learn.microsoft.com/en-us/dotnet/api/system.exception',
    errors: {
      api: [
        'System.Net.Http.HttpRequestException: Response status code does not indicate success: 500 (Internal Server Error).',
        'System.Net.Http.HttpRequestException: Response status code does not indicate success: 404 (Not Found).',
      ],
      network: [
        'System.Net.Http.HttpRequestException: Connection refused (orders:80) ---> System.Net.Sockets.SocketException (111): Connection refused',
        'System.Net.Sockets.SocketException (0x80004005): No such host is known.',
        'System.Security.Authentication.AuthenticationException: The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot',
      ],
      permission: [
        "System.UnauthorizedAccessException: Access to the path '/var/data/keys' is denied.",
        'System.Net.Http.HttpRequestException: Response status code does not indicate success: 401 (Unauthorized).',
      ],
      resource: [
        "System.OutOfMemoryException: Exception of type 'System.OutOfMemoryException' was thrown.",
        'System.IO.IOException: There is not enough space on the disk.',
      ],
      worker: [
        'System.NullReferenceException: Object reference not set to an instance of an object.',
        'System.InvalidOperationException: Sequence contains no elements',
        'System.IndexOutOfRangeException: Index was outside the bounds of the array.',
        "System.InvalidCastException: Unable to cast object of type 'System.String' to type 'System.Int32'.",
        'System.ObjectDisposedException: Cannot access a disposed object.',
        "System.ArgumentNullException: Value cannot be null. (Parameter 'source')",
      ],
      validation: [
        'System.FormatException: Input string was not in a correct format.',
        'System.Text.Json.JsonException: The JSON value could not be converted to System.Int32. Path: $.qty | LineNumber: 0 | BytePositionInLine: 14.',
        'System.Xml.XmlException: Root element is missing.',
      ],
      timeout: [
        'System.Threading.Tasks.TaskCanceledException: The request was canceled due to the configured HttpClient.Timeout of 100 seconds elapsing.',
        'System.TimeoutException: The operation has timed out.',
      ],
      configuration: [
        "System.IO.FileNotFoundException: The configuration file 'appsettings.json' was not found and is not optional.",
      ],
      dependency: [
        "System.IO.FileNotFoundException: Could not load file or assembly 'Newtonsoft.Json, Version=13.0.0.0'. The system cannot find the file specified.",
        "System.DllNotFoundException: Unable to load shared library 'libgdiplus' or one of its dependencies.",
        "System.MissingMethodException: Method not found: 'Void Polly.Retry..ctor()'.",
        "You must install or update .NET to run this application. Framework: 'Microsoft.NETCore.App', version '8.0.0' (x64)",
      ],
      unknown: [
        "System.Exception: Exception of type 'System.Exception' was thrown.",
        'System.ComponentModel.Win32Exception (0x80004005): Unspecified error',
      ],
    },
  },
  {
    software: 'elasticsearch',
    source: 'https://www.elastic.co/docs/troubleshoot/elasticsearch and server/src/main of Elasticsearch',
    errors: {
      database: [
        'index_not_found_exception: no such index [logs-2026.01.03]',
        'version_conflict_engine_exception: [17]: version conflict, required seqNo [44], primary term [1]. current document has seqNo [45] and primary term [1]',
        'SearchPhaseExecutionException: all shards failed',
        "mapper_parsing_exception: failed to parse field [price] of type [long] in document with id '8'",
        'master_not_discovered_exception: null',
        'cluster_block_exception: index [orders] blocked by: [FORBIDDEN/8/index write (api)];',
      ],
      network: [
        'NodeDisconnectedException: [node-3][10.0.0.13:9300][disconnected] disconnected',
        'ConnectTransportException: [node-3][10.0.0.13:9300] connect_exception',
      ],
      permission: [
        'security_exception: missing authentication credentials for REST request [/_search]',
        'security_exception: action [indices:admin/create] is unauthorized for user [kibana_ro]',
      ],
      resource: [
        'cluster_block_exception: index [orders] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];',
        'circuit_breaking_exception: [parent] Data too large, data for [<http_request>] would be [1049812912/1001mb], which is larger than the limit of [986061209/940.3mb]',
        'es_rejected_execution_exception: rejected execution of coordinating operation [coordinating_and_primary_bytes=0, replica_bytes=0]',
        'java.lang.OutOfMemoryError: Java heap space at org.apache.lucene.util.packed.Packed64.<init>',
      ],
      timeout: [
        'ReceiveTimeoutTransportException: [node-2][10.0.0.12:9300][cluster:monitor/nodes/stats[n]] request_id [88123] timed out after [15003ms]',
      ],
      configuration: [
        'java.lang.IllegalArgumentException: unknown setting [discovery.zen.minimum_master_node] please check that any required plugins are installed, or check the breaking changes documentation for removed settings',
        'bootstrap check failure [1] of [1]: max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]',
      ],
    },
  },
  {
    software: 'elixir',
    source: "https://hexdocs.pm/elixir/Exception.html and OTP's gen_server",
    errors: {
      network: [
        '** (Mint.TransportError) connection refused',
        '[error] Postgrex.Protocol (#PID<0.312.0>) failed to connect: ** (DBConnection.ConnectionError) tcp connect (db:5432): non-existing domain - :nxdomain',
      ],
      permission: ['** (File.Error) could not write to file "/var/lib/shop/x": permission denied'],
      resource: [
        '** (DBConnection.ConnectionError) connection not available and request was dropped from queue after 2974ms. You can configure how long requests wait in the queue using :queue_target and :queue_interval',
      ],
      worker: [
        '** (FunctionClauseError) no function clause matching in Shop.Cart.total/1',
        '** (MatchError) no match of right hand side value: {:error, :nope}',
        'GenServer Shop.Stock terminating ** (stop) bad cast: :refresh',
        '** (ArithmeticError) bad argument in arithmetic expression',
        '** (KeyError) key :sku not found in: %{id: 3}',
        '** (UndefinedFunctionError) function Shop.Carts.add/2 is undefined or private',
      ],
      validation: [
        '** (Jason.DecodeError) unexpected byte at position 0: 0x3C ("<")',
        '** (ArgumentError) cannot parse "2026-02-30" as date, reason: :invalid_date',
      ],
      timeout: ['** (exit) exited in: GenServer.call(Shop.Stock, :get, 5000) ** (EXIT) time out'],
      configuration: ['** (RuntimeError) environment variable SECRET_KEY_BASE is missing.'],
      dependency: [
        '** (Mix) Could not start application bcrypt_elixir: could not find application file: bcrypt_elixir.app',
      ],
    },
  },
  {
    software: 'embedded-dbs',
    source: 'RocksDB, LevelDB, LMDB, BoltDB, DuckDB, H2 and Firebird',
    errors: {
      database: [
        'Corruption: block checksum mismatch: stored = 3, computed = 8 in /data/000012.sst',
        'Corruption: no meta-nextfile entry in descriptor',
        'mdb_put: MDB_KEYEXIST: Key/data pair already exists',
        'Catalog Error: Table with name ordrs does not exist!',
        'Binder Error: Referenced column "totl" not found in FROM clause!',
        'Constraint Error: Duplicate key "id: 3" violates primary key constraint',
        'org.h2.jdbc.JdbcSQLSyntaxErrorException: Table "ORDRS" not found',
        'Database may be already in use: "/data/shop.mv.db". Possible solutions: close all other connection(s)',
        'lock conflict on no wait transaction deadlock update conflicts with concurrent update',
        'IO error: lock hold by current process, acquire time 1767 acquiring thread 1: /data/LOCK',
        'violation of FOREIGN KEY constraint "FK_1" on table "ITEMS"',
      ],
      resource: [
        'MDB_MAP_FULL: Environment mapsize limit reached',
        'MDB_READERS_FULL: Environment maxreaders limit reached',
      ],
    },
  },
  {
    software: 'erlang-scala-clojure',
    source: 'https://www.erlang.org/doc/, https://docs.scala-lang.org/, https://clojure.org/',
    errors: {
      resource: [
        'eheap_alloc: Cannot allocate 1781763260 bytes of memory (of type "heap").',
        'Too many processes',
      ],
      worker: [
        '=ERROR REPORT==== Error in process <0.91.0> with exit value: {badarith,[{calc,div0,1,[]}]}',
        '=CRASH REPORT==== crasher: initial call: mail:init/1 exception error: no case clause matching timeout_x',
        'Supervisor: {local,mail_sup} Context: shutdown Reason: reached_max_restart_intensity',
        '{noproc,{gen_server,call,[stock]}}',
        'scala.MatchError: Some(3) (of class scala.Some)',
        'java.util.NoSuchElementException: None.get',
        'clojure.lang.ArityException: Wrong number of args (1) passed to: core/total',
        'Execution error (NullPointerException) at shop.core/total (core.clj:14).',
        'akka.actor.ActorInitializationException: exception during creation, root cause message: [null]',
        'Dead letters encountered: message to actor from sender was not delivered, actor terminated',
      ],
      timeout: [
        'akka.pattern.AskTimeoutException: Ask timed out on [Actor[akka://shop/user/stock]] after [5000 ms].',
      ],
      dependency: [
        'Execution error (FileNotFoundException): Could not locate shop/util__init.class, shop/util.clj or shop/util.cljc on classpath.',
      ],
    },
  },
  {
    software: 'exim-sendmail-dovecot',
    source: 'https://www.exim.org/exim-html-current/doc/html/spec_html/, https://doc.dovecot.org/',
    errors: {
      network: ['R=dnslookup T=remote_smtp defer (111): Connection refused'],
      permission: [
        '535 Incorrect authentication data (set_id=info)',
        '550 relay not permitted',
        'auth: pam(info,198.51.100.3): pam_authenticate() failed: Authentication failure (password mismatch?)',
      ],
      resource: [
        '451 4.3.1 Requested action aborted: insufficient system storage',
        'imap: Error: service(imap-login): fork() failed because process limit reached',
        '451 Temporary local problem: spool partition out of inodes or space',
      ],
      validation: [
        '550 5.1.1 <x@example.org>: Recipient address rejected: User unknown in local recipient table',
      ],
      timeout: ['R=dnslookup T=remote_smtp defer (110): Connection timed out'],
      configuration: [
        "doveconf: Fatal: Error in configuration file /etc/dovecot/conf.d/10-ssl.conf line 12: ssl_cert: Can't open file /etc/ssl/x.pem: No such file or directory",
      ],
    },
  },
  {
    software: 'express-fastify',
    source:
      'https://expressjs.com/en/guide/error-handling.html, https://fastify.dev/docs/latest/Reference/Errors/',
    errors: {
      api: [
        'Cannot POST /api/v1/orderz',
        'FST_ERR_NOT_FOUND: Not Found Route GET:/v1/orderz not found',
        'FST_ERR_CTP_INVALID_MEDIA_TYPE: Unsupported Media Type: text/plain',
      ],
      permission: [
        'ForbiddenError: invalid csrf token',
        'UnauthorizedError: jwt expired',
        'JsonWebTokenError: invalid signature',
      ],
      validation: [
        "FST_ERR_VALIDATION: body must have required property 'email'",
        'PayloadTooLargeError: request entity too large',
        'BadRequestError: request aborted: request size did not match content length',
        "FST_ERR_CTP_EMPTY_JSON_BODY: Body cannot be empty when content-type is set to 'application/json'",
      ],
    },
  },
  {
    software: 'fastapi-starlette',
    source: 'https://fastapi.tiangolo.com/, https://www.starlette.io/',
    errors: {
      api: ['starlette.exceptions.HTTPException: 404: Not Found'],
      network: ['starlette.websockets.WebSocketDisconnect: 1006'],
      permission: [
        'starlette.exceptions.HTTPException: 403: Not enough permissions',
        'fastapi.exceptions.HTTPException: 401: Could not validate credentials',
      ],
      worker: ['RuntimeError: Response content longer than Content-Length'],
      validation: [
        "fastapi.exceptions.RequestValidationError: [{'type': 'missing', 'loc': ('body', 'qty'), 'msg': 'Field required', 'input': {}}]",
      ],
      dependency: ['RuntimeError: Form data requires "python-multipart" to be installed.'],
    },
  },
  {
    software: 'feign-resilience4j',
    source: "https://resilience4j.readme.io/docs/circuitbreaker and feign's FeignException",
    errors: {
      api: [
        'feign.FeignException$ServiceUnavailable: [503 Service Unavailable] during [GET] to [http://stock/items] [StockClient#items()]: [upstream not ready]',
        'feign.FeignException$InternalServerError: [500] during [POST] to [http://orders/v1] [OrderClient#create(Order)]',
        "io.github.resilience4j.circuitbreaker.CallNotPermittedException: CircuitBreaker 'stock' is OPEN and does not permit further calls",
        'feign.codec.DecodeException: Could not extract response: no suitable HttpMessageConverter found',
      ],
      network: ['feign.RetryableException: Connection refused executing GET http://stock/items'],
      timeout: ['feign.RetryableException: Read timed out executing POST http://orders/v1'],
    },
  },
  {
    software: 'ffmpeg-imagemagick',
    source: "https://ffmpeg.org/ffmpeg.html, ImageMagick's MagickCore/exception.c",
    errors: {
      permission: [
        "convert: attempt to perform an operation not allowed by the security policy `PDF' @ error/constitute.c/IsCoderAuthorized/422",
      ],
      resource: ["convert: cache resources exhausted `big.tif' @ error/cache.c/OpenPixelCache/4095"],
      validation: [
        'moov atom not found Invalid data found when processing input',
        '[h264 @ 0x55] error while decoding MB 12 34, bytestream -7',
        "convert: improper image header `in.png' @ error/png.c/ReadPNGImage/4107",
        "convert: insufficient image data in file `in.jpg' @ error/jpeg.c",
      ],
      dependency: [
        "Unknown encoder 'libx265'",
        "convert: no decode delegate for this image format `HEIC' @ error/constitute.c/ReadImage/746",
      ],
      unknown: ['Conversion failed!', 'Error number -1 occurred'],
    },
  },
  {
    software: 'firebase',
    source: 'https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode',
    errors: {
      permission: [
        'FCM: SENDER_ID_MISMATCH The authenticated sender ID is different from the sender ID for the registration token.',
      ],
      'external-api': [
        'FirebaseMessagingError: Requested entity was not found. code: messaging/registration-token-not-registered',
        'FCM: QUOTA_EXCEEDED Sending limit exceeded for the message target',
        'FCM: UNAVAILABLE The server is overloaded, retry with exponential backoff',
      ],
    },
  },
  {
    software: 'flyway-liquibase-alembic',
    source:
      'https://documentation.red-gate.com/fd, https://docs.liquibase.com/, https://alembic.sqlalchemy.org/',
    errors: {
      database: [
        'Migration checksum mismatch for migration version 12 -> Applied to database : 118 -> Resolved locally : 933',
        'Validate failed: Detected applied migration not resolved locally: 14',
        'Found non-empty schema(s) "public" but no schema history table. Use baseline() or set baselineOnMigrate to true',
        'Migration V7__add_index.sql failed SQL State : 42703',
        'Could not acquire change log lock. Currently locked by worker-1 since 1/7/26, 3:12 AM',
        "alembic.util.exc.CommandError: Multiple head revisions are present for given argument 'head'",
        "alembic.util.exc.CommandError: Can't locate revision identified by '3f1c8a'",
        'Target database is not up to date.',
      ],
      configuration: ['Unable to obtain connection from database: no configured URL, set flyway.url'],
      dependency: [
        'liquibase.exception.DatabaseException: Cannot find database driver: com.mysql.cj.jdbc.Driver',
      ],
    },
  },
  {
    software: 'gin-axum-faraday',
    source:
      "error texts of Go's gin, Rust's axum and reqwest, Ruby's faraday, as their documentation lists them",
    errors: {
      api: [
        'Faraday::ServerError: the server responded with status 500',
        'Faraday::ResourceNotFound: the server responded with status 404',
        'Faraday::ConflictError: the server responded with status 409',
        'HTTP status server error (503 Service Unavailable) for url (http://stock.internal/)',
        'retrofit2.HttpException: HTTP 500 Internal Server Error',
        'retrofit2.HttpException: HTTP 404',
      ],
      network: [
        'Faraday::ConnectionFailed: Failed to open TCP connection to stock:80 (getaddrinfo: Name or service not known)',
        'Faraday::SSLError: SSL_connect returned=1 errno=0 state=error: certificate verify failed',
      ],
      permission: ['Faraday::UnauthorizedError: the server responded with status 401'],
      worker: ['[Recovery] panic recovered: runtime error: slice bounds out of range [:5] with capacity 3'],
      validation: [
        "Key: 'Order.Qty' Error:Field validation for 'Qty' failed on the 'required' tag",
        'Failed to deserialize the JSON body into the target type: qty: invalid type: string "two", expected u32 at line 1 column 13',
        'Expected request with `Content-Type: application/json`',
        'Failed to deserialize query string: missing field `page`',
        'length limit exceeded',
      ],
      timeout: ['Faraday::TimeoutError: Net::ReadTimeout'],
    },
  },
  {
    software: 'git',
    source: 'https://git-scm.com/docs',
    errors: {
      network: [
        "fatal: unable to access 'https://git.acme.io/shop.git/': Could not resolve host: git.acme.io",
        'fatal: Could not read from remote repository. ssh: connect to host git.acme.io port 22: Connection refused',
      ],
      permission: [
        'git@github.com: Permission denied (publickey). fatal: Could not read from remote repository.',
        "remote: Invalid username or password. fatal: Authentication failed for 'https://git.acme.io/shop.git/'",
        'error: insufficient permission for adding an object to repository database .git/objects',
      ],
      resource: ['fatal: write error: No space left on device'],
      validation: ['error: corrupt patch at line 12'],
      configuration: [
        'fatal: bad config line 4 in file .git/config',
        'fatal: not a git repository (or any of the parent directories): .git',
      ],
    },
  },
  {
    software: 'gitlab-circleci',
    source: 'https://docs.gitlab.com/runner/, https://circleci.com/docs/',
    errors: {
      api: ['WARNING: Checking for jobs... failed runner=x status=502 Bad Gateway'],
      timeout: ['ERROR: Job failed: execution took longer than 1h0m0s seconds'],
      'external-api': ['gitlab.com: 429 Retry later'],
      dependency: [
        'ERROR: Job failed (system failure): prepare environment: image pull failed: rpc error: code = NotFound',
      ],
      unknown: [
        'ERROR: Job failed: unknown failure',
        'There has been an internal failure',
        'Exited with code unknown',
      ],
    },
  },
  {
    software: 'glibc',
    source: 'https://man7.org/linux/man-pages/man3/errno.3.html and dlerror(3)',
    errors: {
      network: [
        'Name or service not known',
        'Temporary failure in name resolution',
        'Connection reset by peer',
        'write: Broken pipe',
      ],
      permission: ['Operation not permitted'],
      resource: ['Cannot allocate memory', 'Resource temporarily unavailable'],
      worker: [
        '*** stack smashing detected ***: terminated',
        'double free or corruption (!prev)',
        'malloc(): corrupted top size',
      ],
      timeout: ['Connection timed out'],
      dependency: [
        'error while loading shared libraries: libssl.so.1.1: cannot open shared object file: No such file or directory',
        "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by ./agent)",
        './agent: symbol lookup error: ./agent: undefined symbol: SSL_get1_peer_certificate',
      ],
      unknown: ['Unknown error 512', 'error: Success'],
    },
  },
  {
    software: 'go',
    source: 'https://pkg.go.dev/net and src/runtime of Go',
    errors: {
      network: [
        'dial tcp 10.0.0.9:5432: connect: connection refused',
        'dial tcp: lookup cache.internal on 10.96.0.10:53: no such host',
        'read tcp 10.0.1.2:40112->10.0.1.9:443: read: connection reset by peer',
        'write tcp 10.0.1.2:40112->10.0.1.9:443: write: broken pipe',
        'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-20T04:00:00Z is after 2026-11-01T00:00:00Z',
        'dial tcp 192.0.2.4:80: connect: network is unreachable',
        'http: server gave HTTP response to HTTPS client',
        'use of closed network connection',
      ],
      permission: [
        'open /etc/ssl/private/server.key: permission denied',
        'listen tcp :80: bind: permission denied',
      ],
      resource: [
        'listen tcp :8080: bind: address already in use',
        'accept tcp [::]:8080: accept4: too many open files; retrying in 1s',
        'write /data/wal/000012: no space left on device',
        'fatal error: runtime: out of memory',
        'runtime: failed to create new OS thread (have 10000 already; errno=11)',
      ],
      worker: [
        'panic: runtime error: invalid memory address or nil pointer dereference [signal SIGSEGV: segmentation violation code=0x1 addr=0x18 pc=0x6b2f11]',
        'panic: runtime error: index out of range [3] with length 3',
        'panic: assignment to entry in nil map',
        'fatal error: all goroutines are asleep - deadlock!',
        'fatal error: concurrent map writes',
        'panic: send on closed channel',
        'panic: interface conversion: interface {} is string, not int',
        'panic: runtime error: integer divide by zero\n\ngoroutine 1 [running]:\nmain.average(...)\n\t/srv/app/main.go:14\nmain.main()\n\t/srv/app/main.go:22 +0x1d',
      ],
      validation: [
        'json: cannot unmarshal string into Go struct field Order.total of type float64',
        "invalid character '<' looking for beginning of value",
        'strconv.Atoi: parsing "12a": invalid syntax',
        'parsing time "2026-02-30" as "2006-01-02": day out of range',
        'record on line 3: wrong number of fields',
        'illegal base64 data at input byte 4',
      ],
      timeout: [
        'context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
        'dial tcp 10.0.0.9:443: i/o timeout',
        'net/http: TLS handshake timeout',
        'http: Handler timeout',
      ],
      configuration: [
        'flag provided but not defined: -lisen',
        'open config.yaml: no such file or directory',
        'listen tcp: address 80800: invalid port',
      ],
      dependency: [
        'main.go:5:2: no required module provides package github.com/streadway/amqp; to add it: go get github.com/streadway/amqp',
        'exec: "pg_dump": executable file not found in $PATH',
        'missing go.sum entry for module providing package golang.org/x/net/http2',
      ],
    },
  },
  {
    software: 'go-libs',
    source: 'docs of gRPC-gateway, validator, viper, cobra, pgx, sarama and zap',
    errors: {
      database: [
        'no rows in result set',
        'sql: transaction has already been committed or rolled back',
        'sql: expected 2 arguments, got 1',
        'ERROR: cannot use a prepared statement across simple protocol, statement name is already in use',
      ],
      network: [
        'kafka: client has run out of available brokers to talk to: dial tcp 10.0.0.4:9092: connect: connection refused',
        'driver: bad connection',
        'conn busy: unexpected message from server, connection lost',
      ],
      worker: [
        'sync: negative WaitGroup counter',
        'reflect: call of reflect.Value.Field on zero Value',
        'strings: negative Repeat count',
        'fatal error: stack overflow runtime: goroutine stack exceeds 1000000000-byte limit',
        'unexpected fault address 0x7f fatal error: fault',
      ],
      validation: [
        "Key: 'User.Mail' Error:Field validation for 'Mail' failed on the 'email' tag",
        'yaml: line 4: found unknown escape character',
        "toml: line 3: expected key but found '='",
        'proto: cannot parse invalid wire-format data',
        'xml: EOF expected element type <order> but have <invoice>',
      ],
      configuration: [
        'Config File "app" Not Found in "[/etc/app]"',
        'required flag(s) "queue" not set',
        'unknown command "strat" for "workerctl"',
        'required key QUEUE_URL missing value',
        "unknown shorthand flag: 'z' in -z",
      ],
    },
  },
  {
    software: 'graphql-jsonrpc-soap',
    source:
      'https://spec.graphql.org/, https://www.jsonrpc.org/specification#error_object, https://www.w3.org/TR/soap12/',
    errors: {
      api: [
        'JSON-RPC error -32601: Method not found',
        'JSON-RPC error -32603: Internal error',
        'ApolloError: Response not successful: Received status code 500',
        'SOAP-ENV:Server Fault occurred while processing the request',
        'soap:MustUnderstand: SOAP header Security was not understood.',
        'Server returned HTTP response code: 500 for URL: http://legacy.internal/soap',
      ],
      validation: [
        'JSON-RPC error -32602: Invalid params',
        'JSON-RPC error -32700: Parse error',
        'GraphQLError: Variable "$id" of required type "ID!" was not provided.',
      ],
    },
  },
  {
    software: 'gunicorn-uvicorn',
    source: 'https://docs.gunicorn.org/en/stable/, uwsgi-docs',
    errors: {
      network: ['uwsgi: IOError: write error Broken pipe while writing response to client'],
      resource: [
        'Worker (pid:2113) was sent SIGKILL! Perhaps out of memory?',
        'uwsgi: *** uWSGI listen queue of socket "127.0.0.1:3031" (fd: 3) full !!! (101/100) ***',
        "[Errno 98] error while attempting to bind on address ('0.0.0.0', 8000): address already in use",
      ],
      worker: [
        'Worker (pid:2113) exited with code 3',
        'Worker failed to boot.',
        'DAMN ! worker 3 (pid: 4120) died, killed by signal 11 :( trying respawn ...',
        'Exception in ASGI application',
      ],
      timeout: ['WORKER TIMEOUT (pid:2113)'],
      configuration: ['Error loading ASGI app. Attribute "ap" not found in module "main".'],
      dependency: ['Error loading ASGI app. Could not import module "mian".'],
    },
  },
  {
    software: 'haproxy',
    source: 'https://docs.haproxy.org/2.8/configuration.html and src/check.c of HAProxy',
    errors: {
      api: [
        'Server be_app/app3 is DOWN, reason: Layer7 wrong status, code: 503, info: "Service Unavailable", check duration: 4ms.',
        'backend be_app has no server available!',
      ],
      network: [
        'Server be_app/app2 is DOWN, reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms. 1 active and 0 backup servers left.',
        'Connection closed during SSL handshake',
      ],
      resource: [
        '[ALERT] (812) : Starting frontend web: cannot bind socket (Address already in use) [0.0.0.0:443]',
        "Proxy fe_main reached process FD limit (maxsock=2027). Please check 'ulimit-n' and restart.",
      ],
      timeout: [
        'Server be_app/app1 is DOWN, reason: Layer4 timeout, check duration: 2001ms. 0 active and 0 backup servers left.',
      ],
      configuration: [
        "[ALERT] (1) : config : parsing [/usr/local/etc/haproxy/haproxy.cfg:27] : unknown keyword 'blance' in 'backend' section",
        '[ALERT] (1) : config : Fatal errors found in configuration.',
      ],
    },
  },
  {
    software: 'helm-terraform',
    source: 'https://helm.sh/docs/faq/troubleshooting/, https://developer.hashicorp.com/terraform',
    errors: {
      permission: [
        'Error: Error acquiring the state lock: AccessDenied: not authorized to perform: dynamodb:PutItem',
      ],
      timeout: ['Error: UPGRADE FAILED: timed out waiting for the condition'],
      configuration: [
        'Error: Unsupported argument on main.tf line 12, in resource "aws_instance" "web": An argument named "instance_typ" is not expected here.',
        'Error: No value for required variable on variables.tf line 1',
        'Error: Missing required argument: The argument "ami" is required, but no definition was found.',
        'Error: failed to parse values.yaml: error converting YAML to JSON: yaml: line 9: did not find expected key',
        'Error: YAML parse error on worker/templates/deploy.yaml: mapping values are not allowed in this context',
      ],
      dependency: [
        'Error: found in Chart.yaml, but missing in charts/ directory: postgresql',
        'Error: Failed to query available provider packages: Could not retrieve the list of available versions for provider hashicorp/awss',
      ],
    },
  },
  {
    software: 'heroku-router',
    source: 'https://devcenter.heroku.com/articles/error-codes',
    errors: {
      network: ['at=error code=H13 desc="Connection closed without response"'],
      resource: [
        'Error R14 (Memory quota exceeded)',
        'Error R15 (Memory quota vastly exceeded)',
        'at=error code=H11 desc="Backlog too deep"',
      ],
      worker: ['at=error code=H10 desc="App crashed" method=GET path="/"'],
      timeout: [
        'at=error code=H12 desc="Request timeout" method=GET path="/"',
        'Error R10 (Boot timeout) -> Web process failed to bind to $PORT within 60 seconds of launch',
        'Error R12 (Exit timeout) -> At least one process failed to exit within 30 seconds of SIGTERM',
      ],
    },
  },
  {
    software: 'hibernate-jdbc',
    source: 'https://docs.jboss.org/hibernate/orm/6.4/javadocs/, HikariCP',
    errors: {
      database: [
        'org.hibernate.exception.ConstraintViolationException: could not execute statement',
        'org.hibernate.StaleObjectStateException: Row was updated or deleted by another transaction (or unsaved-value mapping was incorrect) : [com.shop.Order#12]',
        'org.hibernate.LazyInitializationException: could not initialize proxy [com.shop.Customer#4] - no Session',
        'org.hibernate.exception.SQLGrammarException: could not extract ResultSet',
        'org.hibernate.tool.schema.spi.SchemaManagementException: Schema-validation: missing column [paid_at] in table [orders]',
      ],
      network: [
        'java.sql.SQLRecoverableException: IO Error: The Network Adapter could not establish the connection',
        'com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure. The last packet sent successfully to the server was 0 milliseconds ago.',
      ],
      resource: [
        'java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms (total=10, active=10, idle=0, waiting=41)',
      ],
      dependency: ['java.sql.SQLException: No suitable driver found for jdbc:postgresql://db/shop'],
    },
  },
  {
    software: 'home-automation',
    source: 'https://www.home-assistant.io/docs/, Zigbee2MQTT',
    errors: {
      network: [
        'Error talking to API: Cannot connect to host 192.168.1.4:80 ssl:default [Connect call failed]',
      ],
      resource: ['Error: Error while opening serialport: Resource temporarily unavailable Cannot lock port'],
      timeout: ['Setup of mqtt is taking over 10 seconds.'],
      configuration: [
        "Invalid config for 'sensor' at configuration.yaml, line 12: required key 'platform' not provided",
        "Platform error sensor.foo - Integration 'foo' not found.",
      ],
      dependency: ['Unable to install package pyfoo==1.2: no version satisfies requirement'],
    },
  },
  {
    software: 'huggingface',
    source: 'https://huggingface.co/docs/huggingface_hub/package_reference/utilities',
    errors: {
      permission: [
        'huggingface_hub.errors.GatedRepoError: 403 Client Error. Access to model meta-llama/Llama-2-7b-hf is restricted and you are not in the authorized list.',
      ],
      'external-api': [
        'huggingface_hub.errors.HfHubHTTPError: 429 Client Error: Too Many Requests for url: https://huggingface.co/api/models/bert',
        'huggingface_hub.errors.RepositoryNotFoundError: 404 Client Error. Repository Not Found for url: https://huggingface.co/api/models/acme/none',
        'huggingface inference: Model acme/large is currently loading, estimated_time 20.0',
      ],
    },
  },
  {
    software: 'iis-exchange',
    source: 'https://learn.microsoft.com/en-us/troubleshoot/developer/webapps/iis/',
    errors: {
      api: [
        'HTTP Error 503. The service is unavailable. Application pool is stopped',
        'HTTP Error 500.0 - Internal Server Error The page cannot be displayed because an internal server error has occurred.',
      ],
      permission: [
        'HTTP Error 401.2 - Unauthorized: You are not authorized to view this page due to invalid authentication headers.',
      ],
      resource: ['452 4.3.1 Insufficient system resources (back pressure)'],
      worker: [
        "A process serving application pool 'Shop' suffered a fatal communication error with the Windows Process Activation Service.",
        'HTTP Error 500.30 - ASP.NET Core app failed to start',
      ],
      validation: [
        'HTTP Error 404.13 - request filtering module is configured to deny a request that exceeds the request content length',
      ],
      configuration: [
        'HTTP Error 500.19 - The requested page cannot be accessed because the related configuration data for the page is invalid.',
      ],
      dependency: [
        'HTTP Error 500.31 - Failed to load ASP.NET Core runtime: the specified version of Microsoft.NetCore.App was not found',
      ],
    },
  },
  {
    software: 'influxdb-timescale',
    source: 'https://docs.influxdata.com/influxdb/v2/',
    errors: {
      database: [
        'partial write: field type conflict: input field "value" on measurement "cpu" is type integer, already exists as type float dropped=1',
        'retention policy not found: autogen',
        'database not found: "telegraf"',
        'partial write: points beyond retention policy dropped=12',
      ],
      permission: ['unauthorized access: read:orgs/05/buckets/77 is unauthorized'],
      resource: [
        'max-series-per-database limit exceeded: (1000000)',
        'cache-max-memory-size exceeded: (1073741824/1073741824)',
      ],
      validation: ["unable to parse 'cpu,host=a value=': missing field value"],
      timeout: ['query timed out: engine: timeout'],
    },
  },
  {
    software: 'jackson-gson-jaxb',
    source: 'https://github.com/FasterXML/jackson-databind/, https://github.com/google/gson',
    errors: {
      validation: [
        'com.fasterxml.jackson.databind.exc.MismatchedInputException: Cannot construct instance of `Order`: no String-argument constructor/factory method to deserialize from String value',
        'com.fasterxml.jackson.databind.exc.InvalidFormatException: Cannot deserialize value of type `java.time.LocalDate` from String "31.12.": Text could not be parsed',
        'com.fasterxml.jackson.core.io.JsonEOFException: Unexpected end-of-input: expected close marker for Object',
        'com.google.gson.JsonSyntaxException: java.lang.IllegalStateException: Expected BEGIN_OBJECT but was STRING at line 1 column 1 path $',
        'com.google.gson.stream.MalformedJsonException: Use JsonReader.setLenient(true) to accept malformed JSON',
        'javax.xml.bind.UnmarshalException: unexpected element (uri:"", local:"order"). Expected elements are <{}invoice>',
        'javax.validation.ConstraintViolationException: create.order.qty: must be greater than 0',
        'java.util.InputMismatchException: For input string: "9999999999"',
        'java.lang.IllegalArgumentException: No enum constant com.shop.State.SHIPED',
        'java.lang.IllegalArgumentException: Illegal character in path at index 11: http://a/b c',
        "java.util.MissingFormatArgumentException: Format specifier '%s'",
        "java.util.UnknownFormatConversionException: Conversion = 'q'",
      ],
    },
  },
  {
    software: 'java',
    source: 'https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/package-summary.html',
    errors: {
      network: [
        'java.net.ConnectException: Connection refused (Connection refused)',
        'java.net.UnknownHostException: inventory.internal: Name or service not known',
        'java.net.SocketException: Connection reset',
        'java.net.NoRouteToHostException: No route to host (Host unreachable)',
        'javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
        'java.io.EOFException: SSL peer shut down incorrectly',
      ],
      permission: [
        'java.nio.file.AccessDeniedException: /var/lib/app/index',
        'java.io.FileNotFoundException: /var/log/app/app.log (Permission denied)',
        'java.security.AccessControlException: access denied ("java.io.FilePermission" "/etc/shadow" "read")',
      ],
      resource: [
        'java.lang.OutOfMemoryError: Java heap space',
        'java.lang.OutOfMemoryError: GC overhead limit exceeded',
        'java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached',
        'java.lang.OutOfMemoryError: Metaspace',
        'java.io.IOException: Too many open files',
        'java.net.BindException: Address already in use (Bind failed)',
        'java.util.concurrent.RejectedExecutionException: Task rejected from ThreadPoolExecutor[Running, pool size = 8, active threads = 8, queued tasks = 1000]',
      ],
      worker: [
        'java.lang.NullPointerException: Cannot invoke "com.shop.Order.getId()" because "order" is null',
        'java.lang.ArrayIndexOutOfBoundsException: Index 5 out of bounds for length 5',
        'java.lang.ClassCastException: class java.lang.String cannot be cast to class java.lang.Integer',
        'java.util.ConcurrentModificationException',
        'java.lang.StackOverflowError',
        'java.lang.IllegalStateException: Iterator already closed',
        'java.util.NoSuchElementException: No value present',
        'java.lang.ArithmeticException: / by zero',
        'java.lang.UnsupportedOperationException',
        '# A fatal error has been detected by the Java Runtime Environment: SIGSEGV (0xb) at pc=0x00007f8c',
      ],
      validation: [
        'java.lang.NumberFormatException: For input string: "abc"',
        "java.time.format.DateTimeParseException: Text '31/12/2026' could not be parsed at index 0",
        'java.io.StreamCorruptedException: invalid stream header: 7B226964',
        'java.util.zip.ZipException: invalid entry CRC (expected 0x8a9f but got 0x17)',
        'java.nio.charset.MalformedInputException: Input length = 1',
        'org.xml.sax.SAXParseException; lineNumber: 4; columnNumber: 3; The element type "item" must be terminated by the matching end-tag "</item>".',
      ],
      timeout: [
        'java.net.SocketTimeoutException: Read timed out',
        'java.net.SocketTimeoutException: connect timed out',
        'java.util.concurrent.TimeoutException: Waited 30 seconds (plus 214 microseconds delay) for FutureTask',
        'java.net.http.HttpTimeoutException: request timed out',
      ],
      configuration: [
        "Unrecognized VM option 'UseConcMarkSweepGCC' Error: Could not create the Java Virtual Machine.",
        "java.util.MissingResourceException: Can't find bundle for base name messages, locale ja_JP",
      ],
      dependency: [
        'java.lang.ClassNotFoundException: org.postgresql.Driver',
        'java.lang.NoClassDefFoundError: org/slf4j/LoggerFactory',
        "java.lang.NoSuchMethodError: 'com.google.common.collect.ImmutableList com.google.common.collect.ImmutableList.copyOf(java.util.Collection)'",
        'java.lang.UnsupportedClassVersionError: com/shop/App has been compiled by a more recent version of the Java Runtime (class file version 65.0), this version of the Java Runtime only recognizes class file versions up to 61.0',
        'java.lang.UnsatisfiedLinkError: no netty_tcnative in java.library.path',
      ],
      unknown: ['java.lang.Exception', 'java.lang.RuntimeException: null'],
    },
  },
  {
    software: 'jira-confluence-sonar',
    source: 'https://confluence.atlassian.com/kb/',
    errors: {
      database: [
        'could not execute batch; SQL [insert into AO_60DB71]; constraint [pk]',
        'Index is corrupt, please reindex: lock file write.lock held by other',
      ],
      permission: ["The user 'alice' does not have permission to browse project SHOP"],
      resource: ['java.lang.OutOfMemoryError: GC overhead limit exceeded while indexing'],
      dependency: [
        'plugin com.acme.addon requires package com.atlassian.x version [3.0,4.0), unresolved constraint',
      ],
    },
  },
  {
    software: 'jvm-frameworks',
    source: 'docs of Quarkus, Micronaut, Vert.x, Netty, Play and Dropwizard',
    errors: {
      network: [
        'io.netty.channel.AbstractChannel$AnnotatedConnectException: finishConnect(..) failed: Connection refused: stock/10.0.0.7:80',
        'io.netty.handler.ssl.NotSslRecordException: not an SSL/TLS record',
        'reactor.netty.http.client.PrematureCloseException: Connection prematurely closed BEFORE response',
      ],
      resource: [
        'io.netty.util.internal.OutOfDirectMemoryError: failed to allocate 16777216 byte(s) of direct memory (used: 520093703, max: 536870912)',
        "LEAK: ByteBuf.release() was not called before it's garbage-collected, direct memory exhausted",
        'reactor.core.Exceptions$OverflowException: Could not emit buffer due to lack of requests',
        'java.util.concurrent.RejectedExecutionException: event executor terminated, queue capacity 1000 reached',
      ],
      worker: [
        'Thread blocked: Thread[vert.x-eventloop-thread-1] has been blocked for 5240 ms',
        'io.vertx.core.VertxException: Verticle deployment failed: java.lang.IllegalStateException',
      ],
      validation: [
        'io.netty.handler.codec.TooLongFrameException: Adjusted frame length exceeds 1048576: 2097152 - discarded',
        'io.netty.handler.codec.DecoderException: malformed varint',
      ],
      timeout: [
        'io.netty.channel.ConnectTimeoutException: connection timed out: stock/10.0.0.7:80',
        'io.netty.handler.timeout.ReadTimeoutException',
      ],
      configuration: [
        'io.smallrye.config.ConfigValidationException: Configuration validation failed: SRCFG00014: The config property mail.host is required but it could not be found in any config source',
        'io.micronaut.context.exceptions.NoSuchBeanException: No bean of type [com.shop.Mailer] exists.',
        'io.micronaut.context.exceptions.ConfigurationException: Error reading configuration file application.yml',
        "com.typesafe.config.ConfigException$Missing: No configuration setting found for key 'play.http.secret.key'",
      ],
    },
  },
  {
    software: 'k8s-apiserver',
    source: 'staging/src/k8s.io/apimachinery/pkg/api/errors of Kubernetes',
    errors: {
      api: [
        'Error from server (ServiceUnavailable): the server is currently unable to handle the request',
        'error: the server doesn\'t have a resource type "deploymentz"',
        'Operation cannot be fulfilled on deployments.apps "worker": the object has been modified; please apply your changes to the latest version and try again',
        'the server could not find the requested resource',
        'Internal error occurred: failed calling webhook "validate.acme.io": no endpoints available for service "acme-webhook"',
        'Error from server (AlreadyExists): services "web" already exists',
        'Error from server (NotFound): pods "worker-77" not found',
      ],
      permission: [
        'Error from server (Forbidden): services is forbidden: User "dev" cannot create resource "services"',
      ],
      validation: [
        'The Deployment "worker" is invalid: spec.template.metadata.labels: Invalid value: map[string]string{"app":"web"}: `selector` does not match template `labels`',
      ],
      timeout: [
        'Error from server (Timeout): the server was unable to return a response in the time allotted, but may still be processing the request',
      ],
    },
  },
  {
    software: 'kafka',
    source: 'clients/src/main/java/org/apache/kafka/common/errors of Apache Kafka',
    errors: {
      api: [
        'org.apache.kafka.common.errors.NotLeaderOrFollowerException: For requests intended only for the leader, this error indicates that the broker is not the current leader.',
        'org.apache.kafka.common.errors.UnsupportedVersionException: The broker does not support DESCRIBE_PRODUCERS',
        'org.apache.kafka.common.errors.RebalanceInProgressException: Offset commit cannot be completed since the consumer group is executing a rebalance at the moment.',
      ],
      network: [
        '[Producer clientId=orders] Connection to node 1 (kafka-1/10.3.0.8:9092) could not be established. Node may not be available.',
        '[Consumer clientId=c1, groupId=g] Bootstrap broker kafka-2:9092 (id: -2 rack: null) disconnected',
      ],
      permission: [
        'org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [payments]',
        'org.apache.kafka.common.errors.SaslAuthenticationException: Authentication failed: Invalid username or password',
        'org.apache.kafka.common.errors.GroupAuthorizationException: Not authorized to access group: billing',
      ],
      resource: [
        'ERROR Error while writing to checkpoint file /var/lib/kafka/replication-offset-checkpoint (kafka.server.LogDirFailureChannel) java.io.IOException: No space left on device',
        'org.apache.kafka.common.errors.BufferExhaustedException: Failed to allocate 16384 bytes within the configured max blocking time 60000 ms. Total memory: 33554432 bytes.',
      ],
      validation: [
        'org.apache.kafka.common.errors.RecordTooLargeException: The message is 1293841 bytes when serialized which is larger than 1048576',
        'org.apache.kafka.common.errors.SerializationException: Error deserializing Avro message for id -1',
        'org.apache.kafka.common.errors.CorruptRecordException: Record size 0 is less than the minimum record overhead (14)',
      ],
      timeout: [
        'org.apache.kafka.common.errors.TimeoutException: Expiring 12 record(s) for orders-3:120004 ms has passed since batch creation',
        'org.apache.kafka.common.errors.TimeoutException: Topic orders not present in metadata after 60000 ms.',
      ],
      configuration: [
        'org.apache.kafka.common.errors.UnknownTopicOrPartitionException: This server does not host this topic-partition.',
        'org.apache.kafka.common.config.ConfigException: Missing required configuration "key.deserializer" which has no default value.',
      ],
    },
  },
  {
    software: 'kafka-more',
    source: "clients' Errors.java of Apache Kafka",
    errors: {
      api: [
        'The controller moved to another broker.',
        "The coordinator is loading and hence can't process requests.",
        'The coordinator is not available.',
        'This is not the correct coordinator.',
        'Specified group generation id is not valid.',
        'The coordinator is not aware of this member.',
        'The group is rebalancing, so a rejoin is needed.',
        'The broker received an out of order sequence number.',
        'The broker does not support the requested SASL mechanism.',
        'The version of API is not supported.',
        "The group member's supported protocols are incompatible with those of existing members.",
      ],
      network: ['The server disconnected before a response was received.'],
      permission: [
        'Cluster authorization failed.',
        'Transactional Id authorization failed',
        'Topic authorization failed.',
      ],
      resource: ['Disk error when trying to access log file on the disk.'],
      validation: [
        'The request included a message larger than the max message size the server will accept.',
        'The message contents does not match the message CRC or the message is otherwise corrupt.',
        'The timestamp of the message is out of acceptable range.',
        'The metadata field of the offset request was too large.',
      ],
      timeout: ['The request timed out.'],
      configuration: [
        'Replication factor: 3 larger than available brokers: 1.',
        'Configuration is invalid.',
        'The session timeout is not within the range allowed by the broker (as configured by group.min.session.timeout.ms and group.max.session.timeout.ms).',
      ],
    },
  },
  {
    software: 'knex-mongoose-typeorm',
    source: 'https://knexjs.org/, https://mongoosejs.com/docs/',
    errors: {
      database: [
        'migration file is missing, the migration directory is corrupt: 20260107_add.js',
        'MigrationLocked: Plan for locking failed, migration table is already locked',
        'VersionError: No matching document found for id "64f1" version 3 modifiedPaths "lines"',
        'EntityNotFoundError: Could not find any entity of type "Order" matching: { "id": 3 }',
        'QueryRunnerAlreadyReleasedError: Query runner already released. Cannot run queries anymore.',
        'TransactionAlreadyStartedError: Transaction already started for the given connection, commit current transaction before starting a new one.',
      ],
      resource: [
        'KnexTimeoutError: Knex: Timeout acquiring a connection. The pool is probably full. Are you missing a .transacting(trx) call?',
      ],
      validation: [
        'ValidationError: Order validation failed: qty: Cast to Number failed for value "two" (type string) at path "qty"',
        'CastError: Cast to ObjectId failed for value "abc" (type string) at path "_id" for model "Order"',
      ],
      timeout: ['MongooseError: Operation `orders.find()` buffering timed out after 10000ms'],
    },
  },
  {
    software: 'linux-kernel',
    source: 'mm/oom_kill.c, fs/ and kernel/ of Linux',
    errors: {
      network: ['e1000e 0000:00:1f.6 eth0: NIC Link is Down'],
      permission: [
        'audit: type=1400 audit(1767000000.123:88): apparmor="DENIED" operation="open" profile="/usr/sbin/mysqld" name="/data/ibdata1" pid=912 comm="mysqld" requested_mask="r" denied_mask="r"',
      ],
      resource: [
        'Out of memory: Killed process 18231 (node) total-vm:2813412kB, anon-rss:1872212kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:5120kB oom_score_adj:0',
        'Memory cgroup out of memory: Killed process 9912 (python3) total-vm:1294304kB, anon-rss:524212kB',
        'EXT4-fs warning (device sda1): ext4_dx_add_entry:2461: Directory index full, reach max htree level :2',
        'blk_update_request: I/O error, dev sdb, sector 1953525160 op 0x0:(READ) flags 0x80700 phys_seg 1 prio class 0',
        'VFS: file-max limit 65536 reached',
        'nf_conntrack: nf_conntrack: table full, dropping packet',
      ],
      worker: [
        'worker[4121]: segfault at 8 ip 00007f3b2c1d0a14 sp 00007ffd2c3b0d90 error 4 in libfoo.so.1[7f3b2c1a0000+5d000]',
        'traps: app[811] general protection fault ip:55d0c1 sp:7ffc8e error:0 in app[400000+1f0000]',
        'traps: app[812] trap invalid opcode ip:5581a2 sp:7ffd10 error:0',
      ],
    },
  },
  {
    software: 'logging-bare',
    source: 'what programs print who log an error object without its message (pino, log4j2, monolog, slog)',
    errors: {
      unknown: [
        'ERROR null',
        'Error: undefined',
        'exception caught: null',
        'err=<nil> failed',
        'failed to process',
        'error while handling message',
        'Unhandled error in handler {}',
        'processing failed, see above',
        'task did not succeed',
        'could not complete job 4711',
        '[error] (no message)',
      ],
    },
  },
  {
    software: 'mailgun-ses-smtp',
    source:
      'https://documentation.mailgun.com/docs/mailgun/api-reference/intro and RFC 5321 replies of mailbox providers',
    errors: {
      permission: [
        '535-5.7.8 Username and Password not accepted. For more information, go to Google support',
      ],
      'external-api': [
        'Mailgun: 402 Request Failed: Domain sandbox.mailgun.org is not allowed to send: The domain is unverified and requires DNS configuration',
        'Mailgun: Account disabled. Please contact support to re-activate billing',
        '421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address. To protect our users from spam, mail sent from your IP address has been temporarily rate limited.',
        '452 4.5.3 Google: Your message has too many recipients',
        '454 4.7.0 SES: Throttling failure: Maximum sending rate exceeded.',
        '554 5.7.1 Service unavailable; Client host [203.0.113.5] blocked using zen.spamhaus.org',
      ],
    },
  },
  {
    software: 'maps-weather',
    source:
      'https://developers.google.com/maps/documentation/geocoding/requests-geocoding and https://openweathermap.org/faq',
    errors: {
      permission: [
        'Geocoding: REQUEST_DENIED The provided API key is invalid.',
        'openweathermap: Invalid API key. Please see https://openweathermap.org/faq#error401 for more info.',
      ],
      'external-api': [
        'Geocoding: OVER_QUERY_LIMIT You have exceeded your daily request quota for this API.',
        'Geocoding: ZERO_RESULTS from maps.googleapis.com, status INVALID_REQUEST',
        'openweathermap: Your account is temporary blocked due to exceeding of requests limitation of your subscription type.',
      ],
    },
  },
  {
    software: 'mariadb',
    source: 'https://mariadb.com/kb/en/mariadb-error-codes/',
    errors: {
      database: [
        "ERROR 1020 (HY000): Record has changed since last read in table 'orders'; try restarting transaction",
        "ERROR 1032 (HY000): Can't find record in 'orders'",
        "ERROR 1050 (42S01): Table 'orders' already exists",
        "ERROR 1091 (42000): Can't DROP INDEX `ix_total`; check that it exists",
        "ERROR 1136 (21S01): Column count doesn't match value count at row 1",
        "ERROR 1265 (01000): Data truncated for column 'state' at row 3",
        "ERROR 1364 (HY000): Field 'created' doesn't have a default value",
        "ERROR 1406 (22001): Data too long for column 'name' at row 1",
        "ERROR 1366 (22007): Incorrect string value: '\\xF0\\x9F\\x98\\x80' for column `shop`.`notes`.`body` at row 1",
        'ERROR 1305 (42000): PROCEDURE shop.refresh does not exist',
        "ERROR 1236 (HY000): Got fatal error 1236 from master when reading data from binary log: 'Could not find first log file name in binary log index file'",
        'InnoDB: Database page corruption on disk or a failed file read of tablespace shop/orders page [page id: space=12, page number=88]',
        "Slave SQL: Error 'Duplicate entry '77' for key 'PRIMARY'' on query. Default database: 'shop'.",
      ],
      network: [
        "ERROR 2002 (HY000): Can't connect to local server through socket '/run/mysqld/mysqld.sock' (2)",
      ],
      permission: [
        "ERROR 1698 (28000): Access denied for user 'root'@'localhost'",
        "ERROR 1044 (42000): Access denied for user 'app'@'%' to database 'audit'",
        "Host '10.0.0.44' is not allowed to connect to this MariaDB server",
      ],
      resource: [
        'ERROR 1041 (HY000): Out of memory.',
        'InnoDB: Cannot allocate memory for the buffer pool',
        'ERROR 1021 (HY000): Disk full (/tmp/#sql_1_0.MAI); waiting for someone to free some space...',
      ],
      timeout: ['ERROR 1969 (70100): Query execution was interrupted (max_statement_time exceeded)'],
      configuration: [
        "ERROR 1193 (HY000): Unknown system variable 'query_cach_size'",
        'ERROR 1046 (3D000): No database selected',
      ],
    },
  },
  {
    software: 'maven-gradle',
    source: 'https://cwiki.apache.org/confluence/display/MAVEN/Errors+and+Solutions',
    errors: {
      network: [
        'Could not transfer artifact org.slf4j:slf4j-api:pom:2.0.9 from/to central: repo.maven.apache.org: Temporary failure in name resolution',
      ],
      configuration: [
        'The goal you specified requires a project to execute but there is no POM in this directory (/srv).',
      ],
      dependency: [
        'Could not resolve dependencies for project com.shop:api:jar:1.0: Could not find artifact com.shop:core:jar:2.1 in central',
        "Could not resolve all files for configuration ':runtimeClasspath'. > Could not find io.netty:netty-all:9.9.9.",
        'Unsupported class file major version 65',
        "Plugin [id: 'org.springframework.boot', version: '9.0.0'] was not found in any of the following sources",
      ],
    },
  },
  {
    software: 'memcached-couchbase',
    source: 'https://docs.memcached.org/, https://docs.couchbase.com/server/current/',
    errors: {
      database: [
        'DocumentExistsException: Document with the given id already exists',
        'DocumentNotFoundException: Document with the given id not found',
        'CasMismatchException: The CAS value does not match',
        'PlanningFailureException: No index available on keyspace `default`:`orders` that matches your query',
      ],
      permission: [
        'AuthenticationFailureException: Authentication Failure - Potential causes: invalid credentials',
      ],
      resource: ['SERVER_ERROR out of memory storing object'],
      validation: ['SERVER_ERROR object too large for cache', 'CLIENT_ERROR bad data chunk'],
      timeout: [
        'UnambiguousTimeoutException: GetRequest, Reason: TIMEOUT',
        'AmbiguousTimeoutException: UpsertRequest {"timeoutMs":2500}',
      ],
    },
  },
  {
    software: 'messaging-more',
    source: 'API documentation of Mailchimp, Postmark, SparkPost, Vonage, LINE and WhatsApp Business',
    errors: {
      permission: [
        'postmark: 401 Unauthorized Missing or incorrect API token in header.',
        "mailchimp: API Key Invalid: Your API key may be invalid, or you've attempted to access the wrong datacenter.",
        'whatsapp: (#190) Access token has expired',
      ],
      'external-api': [
        'postmark: 406 Inactive recipient: You tried to send to a recipient that has been marked as inactive.',
        'postmark: 405 Not allowed to send: Your account has run out of credits.',
        'mailchimp: Compliance Related: x@example.org is in a compliance state and cannot be subscribed',
        'sparkpost: 420 Exceed Sending Limit',
        'vonage: status 9 Partner quota exceeded',
        'line messaging: 429 The API rate limit has been exceeded. Try again later.',
        'whatsapp: (#131056) (Business Account, Consumer Account) pair rate limit hit',
        'whatsapp: 131026 Message Undeliverable',
      ],
    },
  },
  {
    software: 'minio-s3',
    source: 'docs of MinIO: https://min.io/docs/minio/linux/operations/',
    errors: {
      api: [
        'XMinioServerNotInitialized: Server not initialized yet, please try again.',
        'MethodNotAllowed: The specified method is not allowed against this resource.',
      ],
      network: ['Unable to connect to http://minio-2:9000/data: connection refused'],
      permission: [
        'InvalidAccessKeyId: The Access Key Id you provided does not exist in our records.',
        'AccessDenied: Access Denied. BucketName: backups, Resource: /backups/',
      ],
      resource: [
        'XMinioStorageFull: Storage backend has reached its minimum free drive threshold. Please delete a few objects to proceed.',
      ],
      validation: [
        'EntityTooLarge: Your proposed upload exceeds the maximum allowed object size.',
        'InvalidDigest: The Content-Md5 you specified is not valid.',
      ],
      timeout: [
        'RequestTimeout: Your socket connection to the server was not read from or written to within the timeout period.',
      ],
      configuration: ['NoSuchBucket: The specified bucket does not exist'],
    },
  },
  {
    software: 'mongo-more',
    source: 'src/mongo/base/error_codes.yml of MongoDB',
    errors: {
      database: [
        'NamespaceNotFound: ns not found',
        'IndexOptionsConflict: Index with name: mail_1 already exists with different options',
        'NoSuchTransaction: Given transaction number 4 does not match any in-progress transactions',
        'SnapshotTooOld: Read timestamp is older than the oldest available timestamp',
        'PrimarySteppedDown: primary stepped down while waiting for replication',
        'InvalidReplicaSetConfig: Our replica set config is invalid or we are not a member of it',
        'ShardNotFound: Shard shard02 not found',
        'CappedPositionLost: CollectionScan died due to position in capped collection being deleted',
        "ImmutableField: Performing an update on the path '_id' would modify the immutable field '_id'",
        'CannotCreateIndex: Index key pattern may not contain an embedded object',
        'StaleConfig: version mismatch detected for shop.orders',
        'InterruptedDueToReplStateChange: operation was interrupted',
      ],
      network: [
        'HostUnreachable: Error connecting to 10.0.0.5:27017 :: caused by :: No route to host',
        'HostNotFound: unable to resolve DNS for host mongo-3',
      ],
      permission: ['UserNotFound: Could not find user "app" for db "shop"'],
      resource: [
        'ExceededMemoryLimit: $group exceeded memory limit',
        'LockBusy: unable to acquire lock, resource busy',
      ],
      validation: [
        'InvalidBSON: Invalid BSON field type 13',
        'FailedToParse: Expected field tag to be of type string',
        'BSONObjectTooLarge: object to insert too large. size in bytes: 17825792, max size: 16777216',
      ],
      timeout: [
        "LockTimeout: Unable to acquire IX lock on '{shop}' within 5ms.",
        "NetworkInterfaceExceededTimeLimit: Couldn't get a connection within the time limit",
      ],
      configuration: ['InvalidOptions: Unrecognised option: storage.wiredTigr'],
    },
  },
  {
    software: 'mongodb',
    source: 'https://www.mongodb.com/docs/manual/reference/error-codes/',
    errors: {
      database: [
        'MongoServerError: E11000 duplicate key error collection: shop.users index: email_1 dup key: { email: "x@example.org" }',
        'MongoServerError: WriteConflict error: this operation conflicted with another operation. Please retry your operation or multi-document transaction.',
        'NotWritablePrimary: not primary, code 10107',
        'MongoServerError: PlanExecutor error during aggregation :: caused by :: Cannot $lookup: collection is sharded',
        'CursorNotFound: cursor id 7284910582347 not found',
      ],
      network: [
        'MongoServerSelectionError: connect ECONNREFUSED 127.0.0.1:27017',
        'MongoNetworkError: connection 4 to 10.2.0.11:27017 closed',
      ],
      permission: [
        'MongoServerError: not authorized on admin to execute command { listDatabases: 1 }',
        'MongoServerError: Authentication failed. code: 18 codeName: AuthenticationFailed',
      ],
      validation: [
        'MongoServerError: Document failed validation code: 121',
        'BSONError: input must be a 24 character hex string, 12 byte Uint8Array, or an integer',
      ],
      timeout: ['MongoServerError: operation exceeded time limit code: 50 codeName: MaxTimeMSExpired'],
      configuration: [
        'Error parsing YAML config file: yaml-cpp: error at line 7, column 9: illegal map value',
      ],
    },
  },
  {
    software: 'mysql',
    source: 'https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html',
    errors: {
      database: [
        "ERROR 1062 (23000): Duplicate entry 'a@example.org' for key 'users.email'",
        'ERROR 1213 (40001): Deadlock found when trying to get lock; try restarting transaction',
        "ERROR 1146 (42S02): Table 'shop.cart_items' doesn't exist",
        "ERROR 1064 (42000): You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near 'FORM users' at line 1",
        'ERROR 1452 (23000): Cannot add or update a child row: a foreign key constraint fails',
        "ERROR 1054 (42S22): Unknown column 'nmae' in 'field list'",
        'ERROR 1290 (HY000): The MySQL server is running with the --read-only option so it cannot execute this statement',
        "[ERROR] [MY-010584] [Repl] Replica SQL for channel '': Worker 1 failed executing transaction; Could not execute Delete_rows event on table shop.t1; Can't find record in 't1'",
      ],
      network: [
        "ERROR 2003 (HY000): Can't connect to MySQL server on 'db1:3306' (111)",
        'ERROR 2013 (HY000): Lost connection to MySQL server during query',
        'ERROR 2006 (HY000): MySQL server has gone away',
      ],
      permission: [
        "ERROR 1045 (28000): Access denied for user 'report'@'10.0.3.9' (using password: YES)",
        "ERROR 1142 (42000): SELECT command denied to user 'report'@'10.0.3.9' for table 'salaries'",
      ],
      resource: [
        'ERROR 1040 (HY000): Too many connections',
        "ERROR 1114 (HY000): The table 'events' is full",
        "ERROR 3 (HY000): Error writing file '/tmp/MYfd=94' (Errcode: 28 - No space left on device)",
      ],
      worker: ['mysqld got signal 11 ; This could be because you hit a bug.'],
      validation: ["ERROR 1153 (08S01): Got a packet bigger than 'max_allowed_packet' bytes"],
      timeout: [
        'ERROR 1205 (HY000): Lock wait timeout exceeded; try restarting transaction',
        'ERROR 3024 (HY000): Query execution was interrupted, maximum statement execution time exceeded',
      ],
      configuration: ["[ERROR] [MY-000067] [Server] unknown variable 'inodb_buffer_pool_size=2G'."],
    },
  },
  {
    software: 'mysql-more',
    source: 'share/messages_to_clients.txt of MySQL',
    errors: {
      database: [
        'Cannot delete or update a parent row: a foreign key constraint fails',
        'Operand should contain 1 column(s)',
        'Subquery returns more than 1 row',
        'Every derived table must have its own alias',
        "Unknown table 'shop.carts'",
        "Column 'id' in where clause is ambiguous",
        'Invalid use of group function',
        "Duplicate column name 'total'",
        'Multiple primary key defined',
        "Incorrect key file for table './shop/orders.MYI'; try to repair it",
        "Table './shop/orders' is marked as crashed and should be repaired",
        "Unknown storage engine 'FEDERATED'",
        'Table definition has changed, please retry transaction',
        'Expression #2 of SELECT list is not in GROUP BY clause and contains nonaggregated column',
        'Statement violates GTID consistency',
        'The replica is configured using SOURCE_AUTO_POSITION = 1, but the source has purged binary logs containing GTIDs that the replica requires.',
        "Data truncation: Incorrect datetime value: '2026-13-01' for column 'paid' at row 1",
        "Table 'orders' was not locked with LOCK TABLES",
        "View 'shop.v_orders' references invalid table(s) or column(s)",
        "You can't specify target table 'orders' for update in FROM clause",
      ],
      network: [
        'Got an error reading communication packets',
        'Got timeout reading communication packets: aborted connection',
        "Aborted connection 812 to db: 'shop' user: 'app' host: '10.0.0.2' (Got an error writing communication packets)",
      ],
      permission: [
        "Plugin 'mysql_native_password' is not loaded: authentication plugin refused the login",
        'Access denied; you need (at least one of) the SUPER privilege(s) for this operation',
        'Your password has expired. To log in you must change it using a client that supports expired passwords.',
        'Account is blocked for 2 day(s) due to 3 consecutive failed logins.',
      ],
      resource: [
        "User app already has more than 'max_user_connections' active connections",
        'The total number of locks exceeds the lock table size',
        "Can't create a new thread (errno 11); if you are not out of available memory, you can consult the manual for a possible OS-dependent bug",
        'Out of sort memory, consider increasing server sort buffer size',
      ],
    },
  },
  {
    software: 'nats-mqtt',
    source: 'https://docs.nats.io/, https://docs.oasis-open.org/mqtt/mqtt/v5.0/',
    errors: {
      api: [
        'nats: no responders available for request',
        'MQTT connection refused: unacceptable protocol version (code 1)',
      ],
      network: ['nats: no servers available for connection', 'nats: stale connection'],
      permission: [
        'nats: Authorization Violation',
        'nats: permissions violation for publish to "orders.new"',
        'MQTT connection refused: not authorised (code 5)',
        'MQTT: bad user name or password (134)',
      ],
      resource: ['nats: maximum connections exceeded', 'nats: slow consumer, messages dropped'],
      validation: ['nats: maximum payload exceeded', 'MQTT: packet too large (149)'],
      timeout: ['nats: timeout'],
    },
  },
  {
    software: 'newrelic-telegraf',
    source: 'https://docs.newrelic.com/, https://docs.influxdata.com/telegraf/',
    errors: {
      network: [
        '[outputs.influxdb] When writing to [http://10.0.0.4:8086]: failed doing req: dial tcp 10.0.0.4:8086: connect: connection refused',
      ],
      permission: ['newrelic: LicenseException: Invalid license key, please contact support'],
      resource: ['[outputs.influxdb] Metric buffer overflow; 1402 metrics have been dropped'],
      timeout: ["[inputs.exec] Error in plugin: exec: command timed out for command '/opt/check.sh'"],
      configuration: [
        'Error running agent: no outputs found, did you provide a valid config file?',
        'Error loading config file /etc/telegraf/telegraf.conf: plugin inputs.cpuu: undefined but requested input',
      ],
      'external-api': [
        'newrelic: the data collector responded 413: payload too big for https://collector.newrelic.com',
        'newrelic collector 503: service is temporarily overloaded',
      ],
    },
  },
  {
    software: 'nextjs-nestjs-bun',
    source:
      'https://nextjs.org/docs/messages, https://docs.nestjs.com/faq/common-errors, https://bun.com/docs',
    errors: {
      api: ['NotFoundException: Cannot GET /orderz', 'InternalServerErrorException: Internal Server Error'],
      permission: ['ForbiddenException: Forbidden resource'],
      resource: ['error: Failed to start server. Is port 3000 in use?'],
      worker: [
        'Error: Hydration failed because the initial UI does not match what was rendered on the server.',
        'panic(main thread): Segmentation fault at address 0x18 oh no: Bun has crashed.',
      ],
      validation: ['BadRequestException: Validation failed (numeric string is expected)'],
      configuration: [
        "Nest can't resolve dependencies of the OrdersService (?). Please make sure that the argument MAILER at index [0] is available in the OrdersModule context.",
        "Error: Invalid next.config.js options detected: Unrecognized key(s) in object: 'exprimental'",
        'Error: supabaseUrl is required.',
      ],
      dependency: [
        "Module not found: Can't resolve 'fs'",
        'error: Cannot find package "hono" from "/srv/app/index.ts"',
      ],
    },
  },
  {
    software: 'nginx',
    source: 'src/http/ngx_http_upstream.c and src/core of nginx',
    errors: {
      api: [
        'no live upstreams while connecting to upstream, client: 10.1.1.9, server: api.example, request: "POST /v1/jobs HTTP/1.1"',
        'upstream prematurely closed connection while reading response header from upstream',
        'upstream sent too big header while reading response header from upstream',
        'upstream sent invalid chunked response while reading upstream',
      ],
      network: [
        'connect() failed (111: Connection refused) while connecting to upstream, client: 10.1.1.4, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://10.1.2.8:8080/cart", host: "shop.example"',
        'connect() failed (113: No route to host) while connecting to upstream, client: 10.1.1.4, server: _',
        'recv() failed (104: Connection reset by peer) while reading response header from upstream',
        'SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream',
      ],
      permission: [
        'open() "/var/www/private/report.pdf" failed (13: Permission denied)',
        'access forbidden by rule, client: 203.0.113.9',
        'user "ops": password mismatch, client: 203.0.113.9',
      ],
      resource: [
        'worker_connections are not enough while connecting to upstream',
        'accept4() failed (24: Too many open files)',
        'bind() to 0.0.0.0:80 failed (98: Address already in use)',
        'pwrite() "/var/cache/nginx/client_temp/0000000012" failed (28: No space left on device)',
      ],
      worker: ['worker process 4127 exited on signal 11 (core dumped)'],
      validation: [
        'client intended to send too large body: 10485761 bytes',
        'client sent invalid request while reading client request line',
      ],
      timeout: [
        'upstream timed out (110: Connection timed out) while reading response header from upstream, client: 10.1.1.9, server: api.example',
      ],
      configuration: [
        'unknown directive "proxy_passs" in /etc/nginx/conf.d/shop.conf:14',
        'host not found in upstream "backend" in /etc/nginx/conf.d/default.conf:8',
        'cannot load certificate "/etc/letsencrypt/live/shop/fullchain.pem": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory)',
      ],
    },
  },
  {
    software: 'npm',
    source: 'https://docs.npmjs.com/common-errors and lib of npm',
    errors: {
      network: [
        'npm error code ECONNRESET npm error network aborted npm error network This is a problem related to network connectivity.',
      ],
      permission: [
        'npm error code EACCES npm error syscall mkdir npm error path /usr/lib/node_modules/pm2 npm error errno -13',
        'npm error code E401 npm error Unable to authenticate, need: Bearer authorization_uri',
      ],
      worker: [
        'npm error code ELIFECYCLE npm error errno 1 npm error worker@1.0.0 start: `node worker.js` npm error Exit status 1',
      ],
      validation: [
        'npm error code EJSONPARSE npm error JSON.parse Unexpected token "}" (0x7D) in JSON at position 412 while parsing near "...\\n  },\\n}\\n"',
      ],
      timeout: [
        'npm error code ETIMEDOUT npm error network request to https://registry.npmjs.org/react failed, reason: connect ETIMEDOUT',
      ],
      configuration: ['npm error Missing script: "strat"'],
      dependency: [
        'npm error code ERESOLVE npm error ERESOLVE unable to resolve dependency tree npm error While resolving: shop@1.0.0 npm error Found: react@18.2.0',
        'npm error code E404 npm error 404 Not Found - GET https://registry.npmjs.org/left-padd - Not found',
        'npm error code ETARGET npm error notarget No matching version found for lodash@^9.0.0.',
        'npm error code EBADENGINE npm error engine Unsupported engine npm error engine Not compatible with your version of node/npm: vite@8.0.0',
        'npm error code EINTEGRITY npm error sha512-abc integrity checksum failed when using sha512',
        'npm error `npm ci` can only install packages when your package.json and package-lock.json are in sync. Missing: express@4.18.2 from lock file',
      ],
    },
  },
  {
    software: 'okhttp-guzzle',
    source:
      'https://square.github.io/okhttp/, https://docs.guzzlephp.org/en/stable/quickstart.html#exceptions',
    errors: {
      api: [
        'okhttp3.internal.http2.StreamResetException: stream was reset: INTERNAL_ERROR',
        'GuzzleHttp\\Exception\\ServerException: Server error: `POST http://orders/v1` resulted in a `500 Internal Server Error` response',
        'GuzzleHttp\\Exception\\ClientException: Client error: `GET http://orders/v1/9` resulted in a `404 Not Found` response',
        'GuzzleHttp\\Exception\\TooManyRedirectsException: Will not follow more than 5 redirects',
      ],
      network: [
        'java.io.IOException: unexpected end of stream on http://stock/...',
        'okhttp3.internal.http2.ConnectionShutdownException',
        'javax.net.ssl.SSLPeerUnverifiedException: Hostname stock.internal not verified',
        'GuzzleHttp\\Exception\\ConnectException: cURL error 7: Failed to connect to orders port 80: Connection refused',
      ],
      permission: [
        'GuzzleHttp\\Exception\\ClientException: Client error: `GET http://orders/v1/9` resulted in a `403 Forbidden` response',
      ],
      timeout: [
        'java.net.SocketTimeoutException: timeout at okio.SocketAsyncTimeout.newTimeoutException',
        'GuzzleHttp\\Exception\\ConnectException: cURL error 28: Operation timed out after 30001 milliseconds with 0 bytes received',
      ],
    },
  },
  {
    software: 'openai',
    source: 'https://platform.openai.com/docs/guides/error-codes',
    errors: {
      network: ['openai.APIConnectionError: Connection error.'],
      permission: [
        "openai.AuthenticationError: Error code: 401 - {'error': {'message': 'Incorrect API key provided: sk-abc***xyz.', 'code': 'invalid_api_key'}}",
        'openai.PermissionDeniedError: Error code: 403 - Country, region, or territory not supported',
      ],
      timeout: ['openai.APITimeoutError: Request timed out.'],
      configuration: [
        'openai.OpenAIError: The api_key client option must be set either by passing api_key to the client or by setting the OPENAI_API_KEY environment variable',
      ],
      'external-api': [
        "openai.RateLimitError: Error code: 429 - {'error': {'message': 'You exceeded your current quota, please check your plan and billing details.', 'type': 'insufficient_quota'}}",
        'openai.RateLimitError: Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Used 29411, Requested 1200.',
        "openai.BadRequestError: Error code: 400 - This model's maximum context length is 8192 tokens. However, your messages resulted in 9120 tokens.",
        'openai.NotFoundError: Error code: 404 - The model `gpt-5-mini-x` does not exist or you do not have access to it.',
        'openai.InternalServerError: Error code: 503 - That model is currently overloaded with other requests.',
        'openai.APIError: The server had an error processing your request. Sorry about that!',
      ],
    },
  },
  {
    software: 'openldap',
    source: 'https://ldap.com/ldap-result-code-reference/',
    errors: {
      database: [
        "ldap_add: Object class violation (65) additional info: attribute 'uidNumber' not allowed",
        'ldap_add: Already exists (68)',
      ],
      network: ["ldap_sasl_bind(SIMPLE): Can't contact LDAP server (-1)"],
      permission: [
        'ldap_bind: Invalid credentials (49) additional info: 80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error, data 52e',
        'ldap_modify: Insufficient access (50)',
        'ldap_bind: Confidentiality required (13)',
      ],
      validation: ['ldap_add: Invalid syntax (21) additional info: mail: value #0 invalid per syntax'],
      timeout: ['ldap_result: Timed out (-5)', 'ldap_search_ext: Time limit exceeded (3)'],
    },
  },
  {
    software: 'openssh',
    source: 'auth.c, sshconnect.c of OpenSSH',
    errors: {
      network: [
        'ssh: connect to host 10.0.0.5 port 22: No route to host',
        'kex_exchange_identification: Connection closed by remote host',
        'Unable to negotiate with 10.0.0.5 port 22: no matching host key type found. Their offer: ssh-rsa',
      ],
      permission: [
        'Failed password for invalid user admin from 198.51.100.7 port 52144 ssh2',
        'deploy@10.0.0.5: Permission denied (publickey,password).',
        'Authentication refused: bad ownership or modes for directory /home/deploy/.ssh',
        'error: maximum authentication attempts exceeded for root from 198.51.100.7 port 40122 ssh2 [preauth]',
        'Host key verification failed.',
      ],
      timeout: ['ssh: connect to host 10.0.0.5 port 22: Connection timed out'],
      configuration: ['/etc/ssh/sshd_config: line 22: Bad configuration option: PermitRootLogn'],
    },
  },
  {
    software: 'openssl',
    source: 'https://docs.openssl.org/3.0/man1/openssl-verify/',
    errors: {
      network: [
        'error:0A000086:SSL routines::certificate verify failed',
        'verify error:num=10:certificate has expired',
        'error:0A000410:SSL routines::sslv3 alert handshake failure',
        'verify error:num=18:self-signed certificate',
      ],
      validation: [
        'error:1E08010C:DECODER routines::unsupported, unable to load key, expecting: any private key',
      ],
      configuration: [
        'error:05800074:x509 certificate routines::key values mismatch',
        'Can\'t open "/etc/ssl/openssl.cnf" for reading, No such file or directory',
      ],
    },
  },
  {
    software: 'openvpn-ipsec-wireguard',
    source: 'https://openvpn.net/community-resources/, https://docs.strongswan.org/',
    errors: {
      network: [
        'TLS Error: TLS key negotiation failed to occur within 60 seconds (check your network connectivity)',
        'TLS Error: TLS handshake failed',
        'VERIFY ERROR: depth=0, error=certificate has expired',
        'received NO_PROPOSAL_CHOSEN notify error, establishing connection failed',
        'write UDPv4: Network is unreachable (code=101)',
      ],
      permission: [
        'AUTH: Received control message: AUTH_FAILED',
        'received AUTHENTICATION_FAILED notify error',
      ],
      configuration: [
        'Options error: Unrecognized option or missing or extra parameter(s) in client.conf:12: remot',
        "Line unrecognized: `Adress=10.8.0.2/24' Configuration parsing error",
      ],
    },
  },
  {
    software: 'oracle-mssql',
    source:
      'https://docs.oracle.com/en/error-help/db/, https://learn.microsoft.com/en-us/sql/relational-databases/errors-events/',
    errors: {
      database: [
        'ORA-00001: unique constraint (SHOP.PK_ORDERS) violated',
        'ORA-00942: table or view does not exist',
        'ORA-00060: deadlock detected while waiting for resource',
        'ORA-01555: snapshot too old: rollback segment number 9 with name "_SYSSMU9" too small',
        'ORA-02291: integrity constraint (SHOP.FK_ITEM) violated - parent key not found',
        'Msg 1205, Level 13, State 51: Transaction (Process ID 61) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.',
        "Msg 2627, Level 14: Violation of PRIMARY KEY constraint 'PK_Orders'. Cannot insert duplicate key in object 'dbo.Orders'.",
        "Msg 208, Level 16: Invalid object name 'dbo.Invoices'.",
        'Msg 547: The INSERT statement conflicted with the FOREIGN KEY constraint "FK_Items_Orders".',
      ],
      network: [
        'ORA-12541: TNS:no listener',
        'ORA-03113: end-of-file on communication channel',
        'A network-related or instance-specific error occurred while establishing a connection to SQL Server. The server was not found or was not accessible.',
      ],
      permission: [
        'ORA-01017: invalid username/password; logon denied',
        'ORA-01031: insufficient privileges',
        "Msg 18456, Level 14: Login failed for user 'app'.",
        "Msg 229: The SELECT permission was denied on the object 'Salaries', database 'HR', schema 'dbo'.",
      ],
      resource: [
        'ORA-01653: unable to extend table SHOP.EVENTS by 128 in tablespace USERS',
        'ORA-04031: unable to allocate 4096 bytes of shared memory',
        "Msg 9002: The transaction log for database 'Shop' is full due to 'LOG_BACKUP'.",
      ],
      timeout: [
        'ORA-12170: TNS:Connect timeout occurred',
        'Execution Timeout Expired. The timeout period elapsed prior to completion of the operation or the server is not responding.',
      ],
      configuration: [
        'ORA-12514: TNS:listener does not currently know of service requested in connect descriptor',
      ],
    },
  },
  {
    software: 'orm',
    source:
      'error classes of SQLAlchemy, Prisma, Sequelize, TypeORM, ActiveRecord and Doctrine, as their documentation lists them',
    errors: {
      database: [
        'sqlalchemy.exc.IntegrityError: (raised as a result of Query-invoked autoflush; consider using a session.no_autoflush block if this flush is occurring prematurely)',
        "sqlalchemy.exc.InvalidRequestError: This Session's transaction has been rolled back due to a previous exception during flush.",
        'sqlalchemy.orm.exc.DetachedInstanceError: Instance <Order at 0x7f> is not bound to a Session; attribute refresh operation cannot proceed',
        "PrismaClientKnownRequestError: Unique constraint failed on the fields: (`email`) code: 'P2002'",
        "PrismaClientKnownRequestError: Foreign key constraint failed on the field: `orderId` code: 'P2003'",
        "PrismaClientKnownRequestError: The table `main.Order` does not exist in the current database. code: 'P2021'",
        'SequelizeUniqueConstraintError: Validation error',
        'SequelizeForeignKeyConstraintError: update or delete on table "users" violates foreign key constraint',
        'QueryFailedError: column Order.paidAt does not exist',
        'ActiveRecord::RecordNotUnique: PG::UniqueViolation: ERROR: duplicate key value violates unique constraint "index_users_on_email"',
        'ActiveRecord::StatementInvalid: PG::UndefinedColumn: ERROR: column orders.state does not exist',
        'ActiveRecord::PendingMigrationError: Migrations are pending. To resolve this issue, run: bin/rails db:migrate',
        'ActiveRecord::StaleObjectError: Attempted to update a stale object: Order.',
        'Doctrine\\DBAL\\Exception\\DeadlockException: An exception occurred while executing a query: SQLSTATE[40001]: Serialization failure: 1213 Deadlock found',
        "SQLSTATE[42S02]: Base table or view not found: 1146 Table 'shop.coupons' doesn't exist",
      ],
      network: [
        "PrismaClientInitializationError: Can't reach database server at `db`:`5432`",
        'SQLSTATE[HY000] [2002] Connection refused (SQL: select * from `jobs`)',
      ],
      permission: ["SQLSTATE[HY000] [1045] Access denied for user 'forge'@'localhost' (using password: NO)"],
      resource: [
        'sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00',
        'Timed out fetching a new connection from the connection pool. (Current connection pool timeout: 10, connection limit: 5) connection pool exhausted',
        'ActiveRecord::ConnectionTimeoutError: could not obtain a connection from the pool within 5.000 seconds (waited 5.001 seconds); all pooled connections were in use',
      ],
      validation: [
        "ActiveRecord::RecordInvalid: Validation failed: Email can't be blank, Qty must be greater than 0",
      ],
      configuration: [
        'PrismaClientInitializationError: error: Environment variable not found: DATABASE_URL.',
      ],
    },
  },
  {
    software: 'payments-more',
    source: 'API documentation of Adyen, Braintree, Square, Klarna and Plaid',
    errors: {
      permission: [
        'braintree: AuthenticationError: Braintree::AuthenticationError',
        'adyen: 010 Not allowed, HTTP Status Response - Forbidden',
        'plaid: INVALID_API_KEYS invalid client_id or secret provided',
      ],
      'external-api': [
        'adyen: 422 Validation: Invalid expiry month errorCode: 102',
        'braintree: Processor Declined - 2000 Do Not Honor',
        'braintree: Gateway Rejected: duplicate',
        'klarna: 500 internal error, correlation_id 6fa459ea',
        'plaid: ITEM_LOGIN_REQUIRED the login details of this item have changed',
        'plaid: INSTITUTION_DOWN this institution is not currently responding to this request',
        'adyen: 905 Payment details are not supported',
      ],
    },
  },
  {
    software: 'php-fpm',
    source: 'sapi/fpm/fpm of PHP',
    errors: {
      resource: [
        '[pool www] server reached pm.max_children setting (5), consider raising it',
        "unable to bind listening socket for address '127.0.0.1:9000': Address already in use (98)",
      ],
      worker: [
        '[pool www] child 2213 exited on signal 11 (SIGSEGV - core dumped) after 12.3 seconds from start',
      ],
      timeout: [
        '[pool www] child 88, script \'/var/www/html/index.php\' (request: "GET /index.php") execution timed out (61.2 sec), terminating',
      ],
      configuration: [
        '[pool www] user has not been defined',
        "FPM initialization failed: failed to load configuration file '/etc/php/8.2/fpm/php-fpm.conf'",
      ],
    },
  },
  {
    software: 'postgres-more',
    source: 'src/backend of PostgreSQL: parser, executor, storage',
    errors: {
      database: [
        'column reference "id" is ambiguous',
        'operator does not exist: text = integer',
        'function now_utc() does not exist',
        'cannot drop table customers because other objects depend on it',
        'table "orders" does not exist, skipping',
        'column "orders.total" must appear in the GROUP BY clause or be used in an aggregate function',
        'more than one row returned by a subquery used as an expression',
        'there is no unique or exclusion constraint matching the ON CONFLICT specification',
        'conflicting key value violates exclusion constraint "bookings_no_overlap"',
        'new row for relation "orders" violates check constraint "orders_qty_check"',
        'invalid input syntax for type integer: "abc"',
        'integer out of range',
        'value too long for type character varying(20)',
        'date/time field value out of range: "2026-02-30"',
        'cannot insert multiple commands into a prepared statement',
        'prepared statement "s12" already exists',
        'type "order_state" already exists',
        'could not create unique index "ix_mail" Key (mail)=(x) is duplicated.',
        'database is not accepting commands to avoid wraparound data loss in database "shop"',
        'requested WAL segment 000000010000000A0000003C has already been removed',
        'recovery is in progress',
        'replication slot "standby1" is active for PID 311',
        'could not open relation with OID 16422',
        'cache lookup failed for relation 16422',
        'missing chunk number 0 for toast value 88123 in pg_toast_2619',
        'cannot execute INSERT in a read-only transaction',
        'tuple concurrently updated',
      ],
      network: [
        'could not connect to the primary server: connection to server at "10.0.0.3", port 5432 failed: Connection refused',
        'SSL SYSCALL error: EOF detected',
        'server closed the connection unexpectedly This probably means the server terminated abnormally before or while processing the request.',
        'connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory Is the server running locally and accepting connections on that socket?',
      ],
      permission: [
        'role "reporting" does not exist: peer authentication failed',
        'must be owner of table orders',
        'new row violates row-level security policy for table "orders"',
        'role "app" is not permitted to log in',
      ],
      resource: [
        'too many connections for role "app"',
        'could not resize shared memory segment "/PostgreSQL.12" to 8388608 bytes: No space left on device',
        'temporary file size exceeds temp_file_limit (1048576kB)',
        'out of memory DETAIL: Failed on request of size 1048576',
      ],
      timeout: ['canceling authentication due to timeout'],
    },
  },
  {
    software: 'postgresql',
    source: 'https://www.postgresql.org/docs/current/errcodes-appendix.html and src/backend of PostgreSQL',
    errors: {
      database: [
        'ERROR:  duplicate key value violates unique constraint "orders_pkey" DETAIL:  Key (id)=(48113) already exists.',
        'ERROR:  relation "invoices" does not exist at character 15',
        'ERROR:  deadlock detected DETAIL:  Process 2212 waits for ShareLock on transaction 98311; blocked by process 2217.',
        'ERROR:  current transaction is aborted, commands ignored until end of transaction block',
        'ERROR:  could not serialize access due to concurrent update',
        'ERROR:  insert or update on table "shipments" violates foreign key constraint "shipments_order_id_fkey"',
        'ERROR:  null value in column "email" of relation "accounts" violates not-null constraint',
        'ERROR:  column "paid_at" does not exist at character 42',
        'ERROR:  invalid page in block 2203 of relation base/16384/16402',
        'ERROR:  canceling statement due to conflict with recovery',
      ],
      network: ['could not receive data from client: Connection reset by peer'],
      permission: [
        'FATAL:  password authentication failed for user "billing"',
        'FATAL:  no pg_hba.conf entry for host "10.4.0.17", user "app", database "shop", no encryption',
        'ERROR:  permission denied for table customers',
      ],
      resource: [
        'FATAL:  sorry, too many clients already',
        'FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute',
        'ERROR:  could not extend file "base/16384/17021": No space left on device HINT:  Check free disk space.',
        'ERROR:  out of shared memory HINT:  You might need to increase "max_locks_per_transaction".',
      ],
      worker: ['LOG:  server process (PID 3120) was terminated by signal 11: Segmentation fault'],
      timeout: [
        'ERROR:  canceling statement due to statement timeout',
        'FATAL:  terminating connection due to idle-in-transaction timeout',
        'ERROR:  canceling statement due to lock timeout',
      ],
      configuration: [
        'FATAL:  configuration file "/etc/postgresql/16/main/postgresql.conf" contains errors',
        'LOG:  unrecognized configuration parameter "work_memm" in file "/etc/postgresql/16/main/postgresql.conf" line 131',
      ],
      dependency: [
        'ERROR:  could not load library "/usr/lib/postgresql/16/lib/postgis-3.so": libgdal.so.32: cannot open shared object file: No such file or directory',
        'ERROR:  extension "pg_stat_statements" is not available DETAIL:  Could not open extension control file',
      ],
    },
  },
  {
    software: 'prometheus-grafana',
    source: "https://prometheus.io/docs/ and grafana's server log",
    errors: {
      api: ['server returned HTTP status 503 Service Unavailable'],
      network: [
        'scrape failed: Get "http://10.0.0.8:9100/metrics": dial tcp 10.0.0.8:9100: connect: connection refused',
      ],
      permission: ['logger=context userId=0 orgId=0 msg="Unauthorized" error="invalid username or password"'],
      resource: [
        'query processing would load too many samples into memory in query execution',
        'opening storage failed: mmap files: cannot allocate memory',
      ],
      validation: ['bad_data: invalid parameter "query": 1:5: parse error: unexpected identifier "by"'],
      timeout: ['scrape failed: context deadline exceeded'],
      configuration: [
        'Error loading config (--config.file=/etc/prometheus/prometheus.yml): parsing YAML file: yaml: unmarshal errors: line 8: field scrape_interva not found in type config.plain',
      ],
    },
  },
  {
    software: 'protobuf-avro-xml',
    source: 'https://protobuf.dev/, https://avro.apache.org/docs/, libxml2',
    errors: {
      validation: [
        "google.protobuf.message.DecodeError: Error parsing message with type 'shop.Order'",
        'com.google.protobuf.InvalidProtocolBufferException: While parsing a protocol message, the input ended unexpectedly in the middle of a field.',
        'org.apache.avro.AvroTypeException: Found string, expecting int',
        'parser error : Opening and ending tag mismatch: item line 3 and order',
        'lxml.etree.XMLSyntaxError: Document is empty, line 1, column 1',
        'com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException: Unrecognized field "qty" (class com.shop.Order), not marked as ignorable',
        "com.fasterxml.jackson.core.JsonParseException: Unexpected character ('<' (code 60)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      ],
    },
  },
  {
    software: 'pulsar-activemq',
    source: 'https://pulsar.apache.org/docs/, https://activemq.apache.org/components/classic/documentation/',
    errors: {
      api: [
        'ServiceNotReadyException: Namespace bundle for topic not served by this instance',
        'org.apache.pulsar.client.api.PulsarClientException$LookupException: Failed to get partitioned topic metadata: 500 Server Error',
      ],
      network: [
        'javax.jms.JMSException: Could not connect to broker URL: tcp://mq:61616. Reason: java.net.ConnectException',
      ],
      permission: [
        'PulsarClientException$AuthorizationException: Exception occurred while trying to authorize lookup',
        'javax.jms.JMSSecurityException: User name [app] or password is invalid.',
      ],
      resource: [
        'ProducerQueueIsFullError: Producer send queue is full',
        'ProducerBlockedQuotaExceededException: Cannot create producer on topic with backlog quota exceeded',
        'Usage Manager Memory Limit reached. Producer stopped to prevent flooding queue://jobs',
      ],
      validation: ['IncompatibleSchemaException: Trying to subscribe with incompatible schema'],
      timeout: [
        'PulsarClientException$TimeoutException: The producer standalone-0-1 can not send message to the topic within given timeout',
      ],
    },
  },
  {
    software: 'python',
    source: 'https://docs.python.org/3/library/exceptions.html',
    errors: {
      network: [
        'ConnectionRefusedError: [Errno 111] Connection refused',
        'ConnectionResetError: [Errno 104] Connection reset by peer',
        'BrokenPipeError: [Errno 32] Broken pipe',
        'socket.gaierror: [Errno -2] Name or service not known',
        'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1007)',
        'http.client.RemoteDisconnected: Remote end closed connection without response',
        'OSError: [Errno 101] Network is unreachable',
      ],
      permission: [
        "PermissionError: [Errno 13] Permission denied: '/var/spool/out/1.txt'",
        "PermissionError: [Errno 1] Operation not permitted: '/dev/mem'",
      ],
      resource: [
        'MemoryError',
        "OSError: [Errno 28] No space left on device: '/data/tmp/chunk-0003'",
        "OSError: [Errno 24] Too many open files: '/proc/self/stat'",
        "RuntimeError: can't start new thread",
        'numpy.core._exceptions._ArrayMemoryError: Unable to allocate 14.9 GiB for an array with shape (2000000000,) and data type float64',
      ],
      worker: [
        "AttributeError: 'NoneType' object has no attribute 'group'",
        'IndexError: list index out of range',
        "KeyError: 'order_id'",
        "TypeError: unsupported operand type(s) for +: 'int' and 'str'",
        'ZeroDivisionError: division by zero',
        'RecursionError: maximum recursion depth exceeded in comparison',
        "NameError: name 'reslut' is not defined",
        "UnboundLocalError: cannot access local variable 'row' where it is not associated with a value",
        'RuntimeError: dictionary changed size during iteration',
        'Fatal Python error: Segmentation fault',
        'Traceback (most recent call last):\n  File "/srv/app/worker.py", line 88, in run\n    self.handle(msg)\n  File "/srv/app/worker.py", line 41, in handle\n    total = sum(i.price for i in msg.items)\nTypeError: \'builtin_function_or_method\' object is not iterable',
      ],
      validation: [
        'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)',
        "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9 in position 14: invalid continuation byte",
        "ValueError: invalid literal for int() with base 10: 'n/a'",
        "ValueError: time data '2026-13-01' does not match format '%Y-%m-%d'",
        'xml.etree.ElementTree.ParseError: not well-formed (invalid token): line 1, column 12',
        '_csv.Error: line contains NUL',
        'binascii.Error: Incorrect padding',
        "ValueError: could not convert string to float: '12,5'",
      ],
      timeout: [
        'TimeoutError: [Errno 110] Connection timed out',
        'asyncio.exceptions.TimeoutError',
        "subprocess.TimeoutExpired: Command '['convert', 'in.tif', 'out.png']' timed out after 30 seconds",
        'concurrent.futures._base.TimeoutError',
      ],
      configuration: [
        "FileNotFoundError: [Errno 2] No such file or directory: '/etc/app/settings.toml'",
        "configparser.NoSectionError: No section: 'broker'",
      ],
      dependency: [
        "ModuleNotFoundError: No module named 'psycopg2'",
        "ImportError: cannot import name 'soft_unicode' from 'markupsafe' (/usr/lib/python3/dist-packages/markupsafe/__init__.py)",
        'ImportError: libGL.so.1: cannot open shared object file: No such file or directory',
        'Traceback (most recent call last):\n  File "/srv/app/main.py", line 3, in <module>\n    import redis\nModuleNotFoundError: No module named \'redis\'',
      ],
      unknown: ['Exception', 'RuntimeError'],
    },
  },
  {
    software: 'queues-more',
    source: 'docs of Dramatiq, RQ, Huey, Faktory, Oban, Bull, Bee-Queue, Agenda and Gearman',
    errors: {
      network: ['gearman: lost connection to server during send(ECONNRESET)'],
      worker: [
        'rq.job: Work-horse terminated unexpectedly; waitpid returned 9 (signal 9)',
        'Moving job to FailedJobRegistry (Work-horse was terminated unexpectedly)',
        'dramatiq.errors.ActorNotFound: send_mail',
        "Retries exceeded for message '7d8f'.",
        '** (Oban.PerformError) Shop.Mailer failed with {:error, :nope}',
        'Faktory: job reservation lost, worker 4120 stopped its heartbeat',
        'bee-queue: job 77 stalled and was put back',
        'agenda: job lock lost before it was done, process exited',
        'huey: Unhandled exception in task 6a',
        'Consumer raised exception, processing arg error: job crashed its thread',
      ],
      validation: ['rq.exceptions.DeserializationError'],
      timeout: [
        'rq.timeouts.JobTimeoutException: Task exceeded maximum timeout value (180 seconds)',
        'dramatiq.middleware.time_limit.TimeLimitExceeded',
        '** (Oban.TimeoutError) Shop.Mailer timed out after 5000ms',
      ],
    },
  },
  {
    software: 'rails-laravel',
    source: 'https://guides.rubyonrails.org/, https://laravel.com/docs/errors',
    errors: {
      api: [
        'ActionController::RoutingError: No route matches [GET] "/api/v1/orderz"',
        'Symfony\\Component\\HttpKernel\\Exception\\MethodNotAllowedHttpException: The GET method is not supported for route api/orders. Supported methods: POST.',
        'Symfony\\Component\\HttpKernel\\Exception\\NotFoundHttpException: The route api/orderz could not be found.',
      ],
      permission: [
        "ActionController::InvalidAuthenticityToken: Can't verify CSRF token authenticity.",
        'Illuminate\\Auth\\AuthenticationException: Unauthenticated.',
      ],
      worker: ["ActionView::Template::Error: undefined method `name' for nil:NilClass"],
      validation: [
        'ActionController::ParameterMissing: param is missing or the value is empty: order',
        'ActionDispatch::Http::Parameters::ParseError: Error occurred while parsing request parameters',
        'Illuminate\\Validation\\ValidationException: The given data was invalid.',
      ],
      configuration: [
        'ActiveRecord::AdapterNotSpecified: The `produktion` database is not configured for the `development` environment.',
        "ArgumentError: Missing `secret_key_base` for 'production' environment, set this string with `bin/rails credentials:edit`",
        'RuntimeException: No application encryption key has been specified.',
      ],
    },
  },
  {
    software: 'rest-client-ruby',
    source: 'https://github.com/rest-client/rest-client, httparty',
    errors: {
      api: [
        'RestClient::InternalServerError: 500 Internal Server Error',
        'RestClient::NotFound: 404 Not Found',
        'RestClient::BadGateway: 502 Bad Gateway',
      ],
      network: ['RestClient::ServerBrokeConnection: Server broke connection'],
      permission: ['RestClient::Unauthorized: 401 Unauthorized'],
      timeout: ['RestClient::Exceptions::ReadTimeout: Timed out reading data from server'],
    },
  },
  {
    software: 'ruby',
    source: 'https://docs.ruby-lang.org/en/master/Exception.html',
    errors: {
      network: [
        'Errno::ECONNREFUSED: Connection refused - connect(2) for "localhost" port 6379',
        'SocketError: getaddrinfo: Temporary failure in name resolution',
        'OpenSSL::SSL::SSLError: SSL_connect returned=1 errno=0 state=error: certificate verify failed (self signed certificate)',
        "EOFError: end of file reached (net/protocol.rb:237:in `rbuf_fill')",
        'Errno::EHOSTUNREACH: No route to host - connect(2) for 10.4.0.2:25',
      ],
      permission: ['Errno::EACCES: Permission denied @ rb_sysopen - /var/log/app/production.log'],
      resource: [
        'NoMemoryError: failed to allocate memory',
        'Errno::ENOSPC: No space left on device @ io_write - /tmp/upload20260101',
        'Errno::EMFILE: Too many open files @ rb_sysopen',
      ],
      worker: [
        "NoMethodError: undefined method `total' for nil:NilClass",
        'NameError: uninitialized constant OrderMailer',
        'ArgumentError: wrong number of arguments (given 2, expected 1)',
        'SystemStackError: stack level too deep',
        'FrozenError: can\'t modify frozen String: "abc"',
        '[BUG] Segmentation fault at 0x0000000000000010',
      ],
      validation: [
        "JSON::ParserError: 765: unexpected token at 'oops'",
        'ArgumentError: invalid byte sequence in UTF-8',
        'Date::Error: invalid date',
        'CSV::MalformedCSVError: Illegal quoting in line 4.',
      ],
      timeout: [
        'Net::ReadTimeout: Net::ReadTimeout with #<TCPSocket:(closed)>',
        'Net::OpenTimeout: execution expired',
        'Timeout::Error: execution expired',
      ],
      configuration: ['KeyError: key not found: "RABBITMQ_URL" (ENV.fetch)'],
      dependency: [
        'LoadError: cannot load such file -- nokogiri/nokogiri',
        'Your Ruby version is 2.7.6, but your Gemfile specified 3.2.2',
      ],
      unknown: ['RuntimeError: unhandled exception'],
    },
  },
  {
    software: 'rust-libs',
    source: 'serde, sqlx, diesel, tokio, config and clap',
    errors: {
      database: [
        'error returned from database: duplicate key value violates unique constraint "orders_pkey"',
        'no rows returned by a query that expected to return at least one row',
        'DatabaseError(UniqueViolation, "duplicate key")',
        'migration 20260107 was previously applied but has been modified',
      ],
      api: ['invalid HTTP version parsed'],
      network: [
        'error trying to connect: tcp connect error: Connection refused (os error 111)',
        'error sending request for url (http://stock/): connection closed before message completed',
        'invalid peer certificate: Expired',
        'invalid peer certificate: UnknownIssuer',
      ],
      resource: ['pool timed out while waiting for an open connection'],
      worker: [
        'there is no reactor running, must be called from the context of a Tokio 1.x runtime',
        'Cannot start a runtime from within a runtime.',
        'task 12 panicked with message "attempt to divide by zero"',
        'channel closed: SendError { .. }',
      ],
      validation: [
        'unknown variant `shiped`, expected one of `new`, `shipped`',
        'invalid type: null, expected a string at line 1 column 12',
        'trailing characters at line 1 column 9',
        'duplicate field `id`',
      ],
      timeout: ['operation timed out: error sending request for url (http://stock/)'],
      configuration: [
        'missing configuration field "queue.url"',
        'error: the following required arguments were not provided: --queue <QUEUE>',
        "error: unexpected argument '--qeue' found",
      ],
    },
  },
  {
    software: 'saas-more',
    source:
      'API documentation of Zoom, Notion, Airtable, Algolia, Okta, Auth0, DocuSign, Dropbox and Jira Cloud',
    errors: {
      permission: [
        'auth0: invalid_grant: Wrong email or password.',
        'okta: E0000011: Invalid token provided',
        'docusign: USER_AUTHENTICATION_FAILED One or both of Username and Password are invalid.',
        'notion: restricted_resource Insufficient permissions for this endpoint',
        'dropbox: expired_access_token/',
      ],
      'external-api': [
        'notion: 409 conflict_error Conflict occurred while saving. Please try again.',
        'notion: rate_limited You have been rate limited. Please try again in a few minutes.',
        'airtable: INVALID_MULTIPLE_CHOICE_OPTIONS Insufficient permissions to create new select option "x"',
        'algolia: Record at the position 3 objectID=77 is too big size=10213/10000 bytes',
        'algolia: Unreachable hosts - your application id may be incorrect',
        'zoom us: 3161 meeting hosting and scheduling capabilities are not allowed for your user account',
        'dropbox: too_many_write_operations: there were too many write operations in your Dropbox',
        'okta: E0000047: API call exceeded rate limit due to too many requests.',
        "jira cloud: 400 Field 'customfield_10010' cannot be set. It is not on the appropriate screen, or unknown.",
      ],
    },
  },
  {
    software: 'salesforce',
    source:
      'https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm',
    errors: {
      permission: [
        'salesforce: INVALID_SESSION_ID: Session expired or invalid',
        'salesforce: INVALID_LOGIN: Invalid username, password, security token; or user locked out.',
      ],
      'external-api': [
        'salesforce: REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.',
        'salesforce: UNABLE_TO_LOCK_ROW: unable to obtain exclusive access to this record',
        'salesforce: SERVER_UNAVAILABLE: Server too busy',
      ],
    },
  },
  {
    software: 'salesforce-more',
    source: "Salesforce's SOAP API status codes",
    errors: {
      permission: [
        'salesforce: INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: insufficient access rights on cross-reference id',
        'salesforce: API_DISABLED_FOR_ORG: API is not enabled for this Organization or Partner',
      ],
      'external-api': [
        'salesforce: DUPLICATE_VALUE: duplicate value found: Email__c duplicates value on record with id: 003',
        'salesforce: FIELD_CUSTOM_VALIDATION_EXCEPTION: The closing date must lie ahead',
        'salesforce: STORAGE_LIMIT_EXCEEDED: storage limit exceeded',
        'salesforce: ENTITY_IS_DELETED: entity is deleted',
        'salesforce: QUERY_TIMEOUT: Your query request was running for too long.',
      ],
    },
  },
  {
    software: 'samba-nfs-ceph',
    source: 'https://www.samba.org/samba/docs/, nfs(5), https://docs.ceph.com/',
    errors: {
      network: ['NT_STATUS_HOST_UNREACHABLE', 'mount.nfs: No route to host'],
      permission: [
        'NT_STATUS_ACCESS_DENIED opening remote file \\report.pdf',
        'NT_STATUS_LOGON_FAILURE',
        'mount.nfs: access denied by server while mounting nas:/export',
      ],
      resource: [
        'health: HEALTH_ERR 1 full osd(s)',
        'health: HEALTH_WARN 2 nearfull osd(s)',
        'OSD 3: bluestore aio_submit got r=-28 ((28) No space left on device)',
      ],
      timeout: ['NT_STATUS_IO_TIMEOUT', 'nfs: server nas not responding, timed out'],
      unknown: ['NT_STATUS_UNSUCCESSFUL', 'NT_STATUS_INTERNAL_ERROR'],
    },
  },
  {
    software: 'scrapy-tensorflow-vllm',
    source:
      'https://docs.scrapy.org/, https://www.tensorflow.org/api_docs/python/tf/errors, https://docs.vllm.ai/',
    errors: {
      network: [
        'twisted.internet.error.ConnectionLost: Connection to the other side was lost in a non-clean fashion.',
        'twisted.internet.error.DNSLookupError: DNS lookup failed: no results for hostname lookup: shop.internal.',
      ],
      resource: [
        'tensorflow.python.framework.errors_impl.ResourceExhaustedError: OOM when allocating tensor with shape[4096,4096] and type float on GPU:0',
        'ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when initializing the engine.',
      ],
      worker: [
        'vllm.engine.async_llm_engine.AsyncEngineDeadError: Background loop has errored already.',
        'Engine loop has died',
      ],
      validation: [
        'tensorflow.python.framework.errors_impl.InvalidArgumentError: Incompatible shapes: [32,10] vs. [32,12]',
        'tensorflow.python.framework.errors_impl.DataLossError: corrupted record at 0',
        "ValueError: The model's max seq len (32768) is larger than the maximum number of tokens that can be stored in KV cache",
      ],
      timeout: [
        'twisted.internet.error.TimeoutError: User timeout caused connection failure: Getting http://shop.internal/ took longer than 180.0 seconds..',
      ],
      dependency: [
        "Could not load dynamic library 'libcudnn.so.8'; dlerror: libcudnn.so.8: cannot open shared object file",
      ],
    },
  },
  {
    software: 'search-more',
    source: 'docs of OpenSearch, Solr, Meilisearch and Typesense',
    errors: {
      database: [
        'resource_already_exists_exception: index [orders/8x] already exists',
        'illegal_argument_exception: Text fields are not optimised for operations that require per-document field data like aggregations and sorting',
        'parsing_exception: unknown query [matc]',
        'document_missing_exception: [77]: document missing',
        'script_exception: runtime error in painless script',
        'org.apache.solr.common.SolrException: undefined field text_jaa',
        'org.apache.solr.common.SolrException: No registered leader was found after waiting for 4000ms, collection: orders slice: shard1',
        'Index `orders` not found. (index_not_found)',
        'snapshot_restore_exception: cannot restore index [orders] because an open index with same name already exists in the cluster',
      ],
      permission: ['The provided API key is invalid. (invalid_api_key) meilisearch'],
      resource: [
        'illegal_argument_exception: Validation Failed: 1: this action would add [2] shards, but this cluster currently has [1000]/[1000] maximum normal shards open',
        'illegal_argument_exception: Limit of total fields [1000] has been exceeded',
      ],
    },
  },
  {
    software: 'sendgrid',
    source: 'https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/errors',
    errors: {
      permission: [
        'SendGrid: The provided authorization grant is invalid, expired, or revoked (401)',
        'SendGrid: The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved. (403 Forbidden)',
      ],
      'external-api': [
        'SendGrid: 429 Too Many Requests, X-RateLimit-Remaining: 0',
        'SendGrid: Maximum credits exceeded',
      ],
    },
  },
  {
    software: 'shipping-geo',
    source: 'API documentation of DHL, FedEx, UPS, Mapbox, MaxMind and what3words',
    errors: {
      permission: [
        'mapbox: Not Authorized - Invalid Token',
        'maxmind: ACCOUNT_ID_REQUIRED You must provide an account ID.',
      ],
      'external-api': [
        'fedex: SERVICE.UNAVAILABLE.ERROR The service is currently unavailable and we are working to resolve the issue.',
        'dhl: No product available between this origin and destination',
        'mapbox: Rate limit exceeded for token',
        'maxmind: OUT_OF_QUERIES The account you are using is out of queries',
        "fedex: RATE.LOCATION.NOSERVICE No service is available for the recipient's postal code",
      ],
    },
  },
  {
    software: 'shopify',
    source: 'https://shopify.dev/docs/api/usage/response-codes and /rate-limits',
    errors: {
      permission: [
        'ShopifyAPI: [API] Invalid API key or access token (unrecognized login or wrong password)',
      ],
      'external-api': [
        'ShopifyAPI: 429 Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.',
        "ShopifyAPI: 402 Payment Required: this shop's plan does not have access to this feature",
        'Shopify GraphQL: Throttled, requestedQueryCost 1200, currentlyAvailable 100',
      ],
    },
  },
  {
    software: 'sidekiq-resque',
    source: 'https://github.com/sidekiq/sidekiq/wiki/Error-Handling',
    errors: {
      network: ['RedisClient::CannotConnectError: Connection refused - connect(2) for 127.0.0.1:6379'],
      worker: [
        'Sidekiq::Shutdown: shutdown, job 4f1c9a pushed back to queue',
        'Resque::DirtyExit: Child process received unhandled signal pid 2113 SIGKILL (signal 9)',
        'Resque::PruneDeadWorkerDirtyExit: Worker host:22:mail did not gracefully exit while processing SendMail',
        'Sidekiq: retries exhausted for SendInvoice, job moved to the dead set',
      ],
      timeout: ['RedisClient::ReadTimeoutError: Waited 1.0 seconds'],
    },
  },
  {
    software: 'spring',
    source:
      "https://docs.spring.io/spring-framework/docs/current/javadoc-api/ and Spring Boot's failure analyzers",
    errors: {
      database: [
        'org.springframework.dao.DataIntegrityViolationException: could not execute statement [ERROR: duplicate key value violates unique constraint "uk_email"]',
        'org.springframework.orm.ObjectOptimisticLockingFailureException: Row was updated or deleted by another transaction (or unsaved-value mapping was incorrect)',
        'org.springframework.dao.CannotAcquireLockException: could not execute statement; SQL [n/a]; nested exception is org.hibernate.exception.LockAcquisitionException',
        'org.springframework.jdbc.BadSqlGrammarException: StatementCallback; bad SQL grammar [select * form orders]',
        'org.springframework.transaction.UnexpectedRollbackException: Transaction silently rolled back because it has been marked as rollback-only',
      ],
      api: [
        'org.springframework.web.client.HttpServerErrorException$InternalServerError: 500 : "{"timestamp":"2026-01-07","status":500,"error":"Internal Server Error","path":"/orders"}"',
        "org.springframework.web.HttpRequestMethodNotSupportedException: Request method 'PUT' is not supported",
        'org.springframework.web.servlet.resource.NoResourceFoundException: No static resource api/v1/orders.',
        "org.springframework.web.HttpMediaTypeNotSupportedException: Content-Type 'text/plain' is not supported",
        'org.springframework.web.client.HttpClientErrorException$NotFound: 404 : [no body]',
        'org.springframework.web.client.UnknownContentTypeException: Could not extract response: no suitable HttpMessageConverter found for response type [class com.shop.Order] and content type [text/html]',
      ],
      permission: [
        'org.springframework.security.authentication.BadCredentialsException: Bad credentials',
        'org.springframework.security.access.AccessDeniedException: Access Denied',
      ],
      resource: ['Web server failed to start. Port 8080 was already in use.'],
      validation: [
        "org.springframework.web.bind.MethodArgumentNotValidException: Validation failed for argument [0] in public void OrderController.create(OrderDto): [Field error in object 'orderDto' on field 'qty': rejected value [0]; must be greater than or equal to 1]",
        'org.springframework.http.converter.HttpMessageNotReadableException: JSON parse error: Cannot deserialize value of type `int` from String "two": not a valid `int` value',
        "org.springframework.web.bind.MissingServletRequestParameterException: Required request parameter 'id' for method parameter type Long is not present",
        'org.springframework.web.multipart.MaxUploadSizeExceededException: Maximum upload size exceeded',
      ],
      timeout: [
        'org.springframework.web.context.request.async.AsyncRequestTimeoutException',
        'org.springframework.transaction.TransactionTimedOutException: Transaction timed out: deadline was Wed Jan 07 12:00:00 UTC 2026',
      ],
      configuration: [
        "org.springframework.beans.factory.NoSuchBeanDefinitionException: No qualifying bean of type 'com.shop.Mailer' available: expected at least 1 bean which qualifies as autowire candidate.",
        "Failed to configure a DataSource: 'url' attribute is not specified and no embedded datasource could be configured.",
        'java.lang.IllegalArgumentException: Could not resolve placeholder \'mail.host\' in value "${mail.host}"',
        'Failed to bind properties under \'server.port\' to java.lang.Integer: Property: server.port Value: "eighty"',
      ],
    },
  },
  {
    software: 'sqlite',
    source: 'https://www.sqlite.org/rescode.html',
    errors: {
      database: [
        'SqliteError: UNIQUE constraint failed: users.name',
        'sqlite3.OperationalError: database is locked',
        'sqlite3.OperationalError: no such table: sessions',
        'SQLITE_CORRUPT: database disk image is malformed',
        'SQLITE_BUSY_SNAPSHOT: cannot promote read transaction to write, snapshot is stale',
        'near "SELCT": syntax error',
      ],
      resource: ['SQLITE_FULL: database or disk is full', 'SQLITE_IOERR_WRITE: disk I/O error'],
    },
  },
  {
    software: 'sqs-eventbridge-iot',
    source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/, AWS IoT',
    errors: {
      permission: ['InvalidClientTokenId: The security token included in the request is invalid.'],
      'external-api': [
        'OverLimit: The maximum number of in flight messages is reached for queue jobs at sqs.eu-west-1.amazonaws.com',
        'AWS.SimpleQueueService.PurgeQueueInProgress: Only one PurgeQueue operation on jobs is allowed every 60 seconds.',
        'ReceiptHandleIsInvalid: The input receipt handle is invalid, request id 7a62c49f (amazonaws)',
        'amazonaws.com: 503 Service Unavailable, please retry with backoff',
      ],
    },
  },
  {
    software: 'squid-bind-dhcp',
    source: 'https://wiki.squid-cache.org/, dhcpd(8), chrony',
    errors: {
      network: [
        'TCP connection to parent-proxy/3128 failed',
        'DHCPDISCOVER: no free leases are told elsewhere; network subnet: no route',
        'Could not resolve parent proxy: DNS failure',
        "chronyd: Can't synchronise: no reachable sources",
      ],
      permission: [
        'TCP_DENIED/403 GET http://example.org/ - access control configuration prevents your request',
      ],
      resource: [
        'WARNING! Your cache is running out of filedescriptors',
        'DHCPDISCOVER from 00:11: network 10.0.0.0/24: no free leases',
      ],
      configuration: ['FATAL: Bungled /etc/squid/squid.conf line 42: http_acces deny all'],
    },
  },
  {
    software: 'ssh-more',
    source: 'dropbear, paramiko, libssh2, Ansible',
    errors: {
      network: [
        'paramiko.ssh_exception.NoValidConnectionsError: [Errno None] Unable to connect to port 22 on 10.0.0.5',
        'paramiko.ssh_exception.SSHException: Error reading SSH protocol banner',
      ],
      permission: [
        'paramiko.ssh_exception.AuthenticationException: Authentication failed.',
        'paramiko.ssh_exception.PasswordRequiredException: private key file is encrypted',
        "Exit before auth from <198.51.100.3:40122>: Max auth tries reached - user 'root'",
        "Bad password attempt for 'root' from 198.51.100.3:40130",
        'Load key "/home/deploy/.ssh/id_rsa": bad permissions',
        "Permissions 0644 for '/root/.ssh/id_rsa' are too open.",
      ],
    },
  },
  {
    software: 'stripe',
    source: 'https://docs.stripe.com/error-codes and https://docs.stripe.com/error-handling',
    errors: {
      network: [
        'StripeConnectionError: An error occurred with our connection to Stripe. Request was retried 2 times. connect ECONNREFUSED',
      ],
      permission: [
        'StripeAuthenticationError: Invalid API Key provided: sk_test_********1234',
        "Stripe\\Exception\\PermissionException: The provided key 'rk_live_***' does not have the required permissions for this endpoint",
      ],
      'external-api': [
        'stripe.error.CardError: Your card was declined. code: card_declined, decline_code: insufficient_funds',
        'StripeRateLimitError: Testmode request rate limit exceeded, the rate limits in testmode are lower than livemode.',
        "StripeInvalidRequestError: No such customer: 'cus_NffrFeUfNV2Hib'; a similar object exists in live mode, but a test mode key was used to make this request.",
        "StripeInvalidRequestError: This PaymentIntent's amount could not be updated because it has a status of requires_capture.",
        'StripeAPIError: Sorry! There was an error while talking to Stripe. status 500 requestId req_8wJh2',
        'StripeCardError: Your card has insufficient funds.',
        'StripeInvalidRequestError: Keys for idempotent requests can only be used with the same parameters they were first used with.',
      ],
    },
  },
  {
    software: 'tekton-nomad-github-actions',
    source:
      'https://tekton.dev/docs/, https://developer.hashicorp.com/nomad/docs, https://docs.github.com/en/actions',
    errors: {
      network: [
        'The self-hosted runner lost communication with the server. Verify the machine is running and has a healthy network connection.',
      ],
      permission: ['remote: Permission to acme/shop.git denied to github-actions[bot].'],
      resource: ['Constraint "memory exhausted" filtered 3 nodes, Placement Failure'],
      timeout: [
        'TaskRun "build" failed to finish within "1h0m0s"',
        'The job running on runner has exceeded the maximum execution time of 360 minutes.',
      ],
      configuration: [
        "Invalid workflow file: .github/workflows/ci.yml#L12 The workflow is not valid. Unexpected value 'step'",
        'Error: Input required and not supplied: token',
      ],
      'external-api': [
        'Error: You have exceeded a secondary rate limit, please wait before calling api.github.com again',
      ],
      dependency: ['Unable to resolve action `acme/setup@v9`, unable to find version `v9`'],
      unknown: ['The operation was canceled.'],
    },
  },
  {
    software: 'tomcat-jetty',
    source: 'https://tomcat.apache.org/tomcat-10.1-doc/, https://jetty.org/docs/',
    errors: {
      api: [
        'Servlet.service() for servlet [orders] threw exception, HTTP Status 500 – Internal Server Error',
      ],
      network: ['ClientAbortException: java.io.IOException: Broken pipe'],
      resource: [
        'All threads (200) are currently busy, waiting. Increase maxThreads (200) or check the servlet status',
        'HTTP/1.1 pool reached maximum, low on threads',
        'java.net.BindException: Address already in use: bind <null>:8443',
      ],
      worker: ['A child container failed during start'],
      validation: [
        'Invalid character found in the request target [/q?a=|]. The valid characters are defined in RFC 7230 and RFC 3986',
        'Error parsing HTTP request header Note: further occurrences of HTTP request parsing errors will be logged at DEBUG level.',
        'Request header is too large',
        'Form too large: 220841 > 200000',
      ],
      configuration: [
        'LifecycleException: Failed to start component [Connector[HTTP/1.1-8080]]: one or more listeners failed to start, invalid docBase',
        'Failed to initialize connector: keystoreFile not set',
      ],
      dependency: ['SEVERE: Unable to load JDBC class [oracle.jdbc.OracleDriver]'],
    },
  },
  {
    software: 'traefik',
    source: 'https://doc.traefik.io/traefik/observe/logs-and-access-logs/',
    errors: {
      api: ["'502 Bad Gateway' caused by: unexpected EOF reading trailer"],
      network: [
        "'502 Bad Gateway' caused by: dial tcp 172.18.0.5:3000: connect: connection refused",
        'Unable to obtain ACME certificate for domains: cannot get ACME client: x509: certificate signed by unknown authority',
      ],
      configuration: [
        'error while building configuration: field not found, node: entrypoint',
        'middleware "auth@docker" does not exist',
        'entryPoint "websecured" doesn\'t exist',
      ],
      'external-api': [
        'Unable to obtain ACME certificate for domains "shop.example": acme: error: 429 :: urn:ietf:params:acme:error:rateLimited :: too many certificates already issued for exact set of domains',
      ],
    },
  },
  {
    software: 'trino-hive-bigdata',
    source: 'https://trino.io/docs/current/, https://hive.apache.org/',
    errors: {
      database: [
        "line 1:15: Table 'hive.shop.ordrs' does not exist",
        "line 1:8: Column 'totl' cannot be resolved",
        "FAILED: SemanticException [Error 10001]: Line 1:14 Table not found 'ordrs'",
        "FAILED: ParseException line 1:0 cannot recognize input near 'SELCT' '*' 'FROM'",
        'Name node is in safe mode. The reported blocks 120 needs additional 8 blocks to reach the threshold',
      ],
      network: [
        'Encountered too many errors talking to a worker node. The node may have crashed or be under too much load.',
      ],
      permission: [
        'Access Denied: Cannot select from table shop.salaries',
        'Permission denied: user=etl, access=WRITE, inode="/warehouse":hdfs:supergroup:drwxr-xr-x',
      ],
      resource: [
        'Query exceeded per-node memory limit of 1GB [Allocated: 999MB, Delta: 2MB]',
        'EXCEEDED_LOCAL_MEMORY_LIMIT',
        'INSUFFICIENT_RESOURCES: Too many queued queries for "global"',
        'File /out/part-0 could only be written to 0 of the 1 minReplication nodes. There are 3 datanode(s) running and no node(s) are excluded',
      ],
      timeout: ['Query exceeded the maximum execution time limit of 10.00m'],
    },
  },
  {
    software: 'twitter-meta',
    source:
      'https://developer.x.com/en/support/x-api/error-troubleshooting, https://developers.facebook.com/docs/graph-api/guides/error-handling',
    errors: {
      permission: [
        'facebook: OAuthException code 190: Error validating access token: Session has expired on Wednesday',
        'TwitterAPIException: 89 Invalid or expired token.',
      ],
      'external-api': [
        'TwitterAPIException: 88 Rate limit exceeded',
        'twitter: 187 Status is a duplicate.',
        'facebook: (#4) Application request limit reached',
        'facebook: (#2) Service temporarily unavailable, An unexpected error has occurred. Please retry your request later.',
      ],
    },
  },
  {
    software: 'urllib3-aiohttp',
    source:
      'https://urllib3.readthedocs.io/en/stable/reference/urllib3.exceptions.html, https://docs.aiohttp.org/en/stable/client_reference.html',
    errors: {
      api: [
        "aiohttp.client_exceptions.ClientResponseError: 500, message='Internal Server Error', url='http://stock/items'",
        "aiohttp.client_exceptions.ContentTypeError: 200, message='Attempt to decode JSON with unexpected mimetype: text/html', url='http://stock/items'",
      ],
      network: [
        'urllib3.exceptions.NewConnectionError: <urllib3.connection.HTTPConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused',
        "urllib3.exceptions.ProtocolError: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
        "urllib3.exceptions.NameResolutionError: Failed to resolve 'stock.internal' ([Errno -2] Name or service not known)",
        "aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host stock:80 ssl:default [Connect call failed ('10.0.0.7', 80)]",
        'aiohttp.client_exceptions.ServerDisconnectedError: Server disconnected',
        'aiohttp.client_exceptions.ClientOSError: [Errno 104] Connection reset by peer',
        'aiohttp.client_exceptions.ClientConnectorCertificateError: Cannot connect to host stock:443 ssl:True [SSLCertVerificationError]',
        'aiohttp.client_exceptions.ClientPayloadError: Response payload is not completed',
      ],
      validation: [
        'urllib3.exceptions.LocationParseError: Failed to parse: http://:80x/',
        'aiohttp.client_exceptions.InvalidURL: stock',
      ],
      timeout: [
        "urllib3.exceptions.ReadTimeoutError: HTTPConnectionPool(host='stock', port=80): Read timed out. (read timeout=3)",
        'urllib3.exceptions.ConnectTimeoutError: Connection to 10.0.0.7 timed out. (connect timeout=2)',
        'aiohttp.client_exceptions.ServerTimeoutError: Timeout on reading data from socket',
      ],
    },
  },
  {
    software: 'windows',
    source: 'https://learn.microsoft.com/en-us/windows/win32/debug/system-error-codes',
    errors: {
      network: [
        'No connection could be made because the target machine actively refused it. (10061)',
        'An existing connection was forcibly closed by the remote host. (10054)',
      ],
      permission: ['Access is denied. (os error 5)'],
      resource: ['There is not enough space on the disk. (0x80070070)'],
      worker: ['Faulting application name: worker.exe, exception code: 0xc0000005, fault offset: 0x0001'],
      timeout: [
        'A connection attempt failed because the connected party did not properly respond after a period of time (10060)',
        'The service did not respond to the start or control request in a timely fashion. (1053)',
      ],
      dependency: [
        'The specified module could not be found. (0x8007007E)',
        "'ffmpeg' is not recognized as an internal or external command, operable program or batch file.",
      ],
      unknown: ['Catastrophic failure (0x8000FFFF)', 'A device attached to the system is not functioning.'],
    },
  },
  {
    software: 'yarn-pnpm',
    source: 'https://yarnpkg.com/advanced/error-codes, https://pnpm.io/errors',
    errors: {
      dependency: [
        'YN0028: The lockfile would have been modified by this install, which is explicitly forbidden.',
        'YN0082: left-padd@npm:^9.0.0: No candidates found',
        'ERR_PNPM_OUTDATED_LOCKFILE Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date with package.json',
        'ERR_PNPM_PEER_DEP_ISSUES Unmet peer dependencies',
        'ERR_PNPM_NO_MATCHING_VERSION No matching version found for express@^77.0.0',
      ],
      unknown: ['error An unexpected error occurred'],
    },
  },
  {
    software: 'zfs-lvm-smartd',
    source: 'https://openzfs.github.io/openzfs-docs/msg/, smartd(8)',
    errors: {
      permission: ["cannot open 'tank': permission denied, must be root to use zfs"],
      resource: [
        "cannot create 'tank/data': out of space",
        'Device: /dev/sda [SAT], 8 Currently unreadable (pending) sectors',
        'Device: /dev/sda [SAT], Failed SMART usage Attribute: 5 Reallocated_Sector_Ct.',
        'Insufficient free space: 2560 extents needed, but only 1277 available',
        'md/raid1:md0: Disk failure on sdb1, disabling device.',
      ],
      configuration: ['Volume group "vg0" not found'],
    },
  },
];
