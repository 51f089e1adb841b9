import type { Category } from '../category.ts';
import type { Strength } from './codes.ts';

/**
 * What errors say, one phrase a line: `a|b` is either word, `*` up to four words. Written as it is printed; names of types and constants are
 * taken apart, so `connection refused` is also ConnectionRefusedError and CONNECTION_REFUSED. `decisive` is what settles a border between
 * categories (docs/error-categories.md), such as a pool without connections, which is also a timeout.
 */
export const wording: Readonly<Partial<Record<Category, Partial<Record<Strength, string>>>>> = {
  database: {
    decisive: `
      misconf
      readonly you cant write
    `,
    certain: `
      noreplicas
      execabort
      loading redis
      no cluster leader
      no leader
      revision has been compacted
      inconsistent migration
      expected to affect
      entity manager
      sql compilation error
      isolation violation
      already being tracked
      affect 1 row
      sqlcode
      undefined name
      invalid identifier
      unique|primary|uniqueness constraint|violation|index
      unique key constraint
      primary key constraint
      duplicate key
      duplicate entry
      duplicate value * unique
      duplicate record
      foreign key
      constraint failed|fails|violation|violated
      violates * constraint
      violation of * constraint
      conflicted with the * constraint
      not null constraint|violation
      null value in column
      check violation
      integrity error
      integrity constraint|violation
      deadlock detected|found|victim|exception
      deadlock * transaction
      transaction * deadlock|deadlocked
      could not serialize
      cant serialize access
      serialization failure
      current transaction is aborted
      in failed sql transaction
      transaction * rolled back|aborted
      transaction rolled back
      rollback only
      no such table|column
      unknown column|table|database
      undefined table|column
      missing column|columns|table
      column * does not exist|doesnt exist|not found
      relation * does not exist
      table * does not exist|doesnt exist|not found
      view does not exist
      table or view
      database * does not exist
      invalid object|column name
      invalid column
      sql syntax|grammar
      bad sql
      syntax error at or near
      near * syntax error
      database is|table locked
      database table is locked
      database is|disk image|file malformed|corrupt|corrupted
      database disk image is malformed
      read only replica
      clusterdown
      masterdown
      crossslot
      wrongtype
      noscript
      not primary
      not writable primary
      not master
      no primary
      no|elects master|leader elected
      write conflict
      bulk write error
      mongo write|bulk
      e11000
      index not found
      no such index
      search phase execution
      version conflict engine
      version conflict * document
      cluster block
      no shard|shards available
      shards failed
      master not discovered
      strict dynamic mapping
      mapper parsing
      mapper parsing exception failed to parse
      failed to parse field
      stale object state
      optimistic lock|locking
      updated or deleted by another transaction
      could not execute statement
      could not execute query
      error running|executing query|sql|statement
      read only transaction
      read only so it cannot
      is in|running readonly|read mode
      not enough replicas
      cannot achieve consistency
      unconfigured table
      snapshot too old
      corrupt index
      corrupted page
      page * checksum|checksums
      could not read block
      integrity check
      object class violation
      pending migration|migrations
      migrations are pending
      conflict with recovery
      schema validation missing
      lazy initialization exception
      unique constraint|violation|index
      duplicate entry * for key
      foreign key constraint|violation|mismatch
      constraint failed|violation|violated
      not null violation
      integrity constraint
      deadlock detected|found|victim
      could not serialize access
      unknown column|table
      column * does not exist
      table * does not exist
      table * doesnt exist
      unknown database
      invalid object name
      invalid column name
      table or view does not exist
      sql syntax
      database is locked
      database is malformed
      file is not a database
      replication slot
      misconf redis
      readonly you cant write against a read only
      cluster down hash slot
      loading redis is loading
      wrongtype operation
      noscript no matching script
      busy redis is busy
      execabort transaction
      node is recovering
      no primary available
      index not found exception
      search phase execution exception
      version conflict engine exception
      cluster block exception
      no shard available
      master not discovered exception
      all shards failed
      strict dynamic mapping exception
      mapper parsing exception
      etcdserver no leader
      required revision has been compacted
      ora 00001
      ora 00942
      ora 00060
      cannot execute * in a read only transaction
      record not unique
      no more data to read from socket
      invalid page
      record has changed
      cant find record|document|row
      could not find any entity
      no matching document
      document * already exists|not found
      cas mismatch
      migration checksum mismatch
      checksum mismatch for migration
      applied migration
      schema history
      change log lock
      migration table
      multiple head revisions
      cant locate revision
      database is not up to date
      retention policy
      partial write
      data truncated
      doesnt have a default value
      binary log
      page corruption
      safe mode
      field type conflict
      column * cannot be resolved
      column count
      index is corrupt
      query runner
      transaction already started
      already exists in the database
      table * already exists
      database not found
      restart transaction
      ldap add already exists
      cannot recognize input near
      semantic exception
      no rows in result|returned
      expected to return at least one row
      rows affected
      group by
      where clause
      from clause
      from list
      select list
      group function
      derived table
      subquery
      storage engine
      gtid
      replica is configured
      marked as crashed
      should be repaired
      duplicate column
      operand should contain
      invalid input syntax for type
      out of range for type
      integer out of range
      field value out of range
      wraparound
      pg toast
      tuple
      ns not found
      namespace not found
      stepped down
      replica set config
      immutable field
      index * already exists
      has part
      no active replica
      stale config
      repl state
      in progress transactions
      document missing
      unknown query
      script exception
      undefined field
      no registered leader
      fields are not optimised
      block checksum
      corruption no
      catalog error
      binder error
      constraint error
      referenced column
      lock hold by
      may be already in use data
      database may be already
      entity * not found
      detached instance
      not bound to a session
      wal segment
      was previously applied
      sql transaction
      sql expected
      relation with oid
      for relation
      create unique index
      exclusion constraint
      on conflict
      lock conflict
      commands to avoid
      cursor id
      conflicting key
      unknown table|collection
    `,
    strong: `
      append only file
      no node for
      sql error|exception
      sqlite error|exception
      my sql error|exception
      postgre sql error
      pg error
      database error|exception
      db error|exception
      db exception
      query failed|error|exception
      prepared statement
      statement invalid
      invalid statement
      prisma client known request error
      prisma client unknown request error
      sequelize database error
      active record statement
      dbal exception
      hibernate exception
      jdbc exception
      data integrity
      data access exception
      transaction failed|aborted
      rollback failed
      replication
      replica
      replica set
      slave sql
      slave io
      recovery conflict
      value too long for type
      data too long for column
      incorrect * value * for column
      out of range value for column
      numeric field overflow
      migration failed
      migrations * failed
      schema * does not exist
      collection * does not exist|not found
      unknown index
      other objects depend
      group by clause
      column reference * ambiguous
      operator does not exist
      function * does not exist
      cursor * not found
      keyspace
      sharded
      shard|shards
      primary key
      index corruption
      operational error
      programming error
      object relational
      row was updated
      redis error
      reply error
      active record
      doctrine dbal
      innodb
    `,
    weak: `
      migration
    `,
  },
  api: {
    certain: `
      unexpected server response
      bad response
      handler not found
      stream terminated
      broken circuit
      circuit is now open
      bad gateway
      internal server error
      http server error
      method not allowed
      method * is not allowed|supported
      request method * not supported
      service unavailable
      server is currently unavailable|unable
      temporarily unavailable
      not acceptable
      unsupported media type
      media type not supported
      content type * not supported
      prematurely closed connection while reading response
      sent invalid header
      sent too big header
      sent invalid * response
      no live upstreams
      no healthy upstream
      no server available|is
      has no server available
      no server is available to handle
      unexpected status
      unexpected status code
      unexpected response
      unexpected http status
      invalid http response
      invalid response
      malformed response
      could not extract response
      not successful
      unimplemented
      unknown service
      unknown method
      method not found
      route * not found
      not found route
      no route matches|matched
      no route matches with
      routing error
      cannot get|post|put|delete|patch
      soap fault
      server fault
      fault occurred
      circuit breaker
      circuit * open
      no endpoints available
      no responders
      layer7 wrong status
      wrong status
      does not have a resource type
      doesnt have a resource type
      could not find the requested resource
      object has been modified
      response code
      no static resource
      no handler found
      not leader or follower
      rebalance in progress
      coordinator not available
      unknown member id
      unsupported version exception
      unacceptable protocol version
      rst stream
      stream error
      upstream prematurely closed
      upstream sent invalid header
      upstream sent too big header
      no server is available to handle this request
      bad http
      invalid response from
      no route matches
      backend fetch failed
      no upstreams available
      unexpected answer
      malformed http
      unexpected content type
      expected json but got
      not served by this instance
      service not ready
      no handler for
      http exception 404
      5xx
      unexpected http
      precondition failed
      speaks protocol
      unknown message type
      is not registered method
      rpc method
      cannot query field
      returned errors
      unhealthy by the balancer
      registered in discovery
      unexpected frame
      instead of json
      service is not json
      response lacks
      contract violated
      controller moved
      coordinator is
      correct coordinator
      the coordinator
      group is rebalancing
      rebalancing
      generation id
      out of order sequence
      sasl mechanism
      version of api
      supported protocols
      bad handshake response
      handshake response
      unsupported api version
      endpoint * removed
      service misses
      replied with error
      unexpected mimetype
      http version parsed
      not follow more than
      stream was reset
      stream reset
    `,
    strong: `
      unexpected eos
      is sealed
      api error|exception
      api status error
      bad request
      http error|exception
      status code error
      request failed
      request * failed with status
      response status
      non 2xx
      error response
      server error
      server returned|responded|replied
      server not initialized
      error from server
      endpoint * not found
      protocol error
      protocol violation
      http2
      goaway
      webhook * failed
      failed calling webhook
      bad status
      not implemented
      unsupported protocol|api
      incompatible protocol
      backend * unhealthy|unavailable
      upstream server
      upstream sent
      while connecting to upstream
      ring balancer
      json rpc
      graphql error|errors
      internal error occurred
      already exists
      message converter
    `,
  },
  network: {
    decisive: `
      self signed certificate
      certificate is invalid
      unable to find valid certification path
    `,
    certain: `
      connection loss
      unexpectedly closed * connection
      has closed socket
      lookup * no such host
      lookup address information
      failed to establish a new connection
      no connection established
      error while dialing
      does not match * altnames
      nodedown
      partitioned network
      max retries exceeded with url
      peer suddenly
      connection|connect refused
      actively refused
      connection reset
      reset by peer
      connection aborted
      connection closed|lost|dropped|terminated|broken|severed
      connection unexpectedly closed
      closed the|its connection
      connection * closed unexpectedly
      forcibly closed
      server has gone away
      lost connection
      socket hang up
      socket * closed
      closed network connection
      broken pipe
      no route to host
      network is unreachable|down
      host is unreachable|down
      network unreachable
      host unreachable
      destination unreachable
      name or service not known
      temporary failure in name resolution
      temporary failure resolving
      name resolution
      could not|cant|cannot resolve host|hostname
      could not translate host name
      no such host
      nodename nor servname
      getaddrinfo
      gaierror
      unknown host
      host not found
      name not resolved
      non existing domain
      no address associated
      dns lookup|resolution|error
      resolve * hostname
      servfail
      nxdomain
      could not|cant|cannot connect
      couldnt connect
      unable to connect
      failed to connect
      failed connecting
      attempt to connect * failed
      connection failed
      connect failed
      connection failure
      network error|exception|failure
      network related
      no network
      communications link failure
      communication failure
      no connection could be made
      connection could not be established
      could not be established
      connection problem
      remote end closed connection
      remote disconnected
      peer closed connection
      peer shut down
      closed by remote|peer|foreign
      cant contact
      cant reach
      cannot reach
      could not reach
      unable to contact|reach
      unexpected eof while reading
      end of file on communication
      end of file reached
      incomplete read
      ssl handshake exception
      ssl error
      ssl exception
      ssl peer
      ssl do handshake
      handshake failed|failure|exception
      alert handshake failure
      during ssl|tls handshake
      closed during ssl handshake
      certificate verify failed
      certificate has expired
      certificate * expired
      certificate expired
      certificate * not valid
      certificate * invalid
      cert * invalid
      certificate is not trusted
      unknown authority
      unable to get local issuer certificate
      unable to verify the first certificate
      certificate problem
      hostname * match * certificate
      failed to verify certificate
      x509 certificate signed|has|is
      pkix path building failed
      wrong version number
      gave http response to https client
      plain http request was sent to https
      empty reply from server
      no brokers available
      brokers are down
      broker transport failure
      no servers available
      server selection error
      no reachable servers
      topology was destroyed
      no alive nodes
      no living connections
      node disconnected
      no listener
      websocket * closed
      err connection
      err name
      err cert
      err internet disconnected
      fetch failed
      failed to fetch
      transport * closing
      network partition
      no matching host key type
      no matching cipher|key
      unable to negotiate
      kex exchange
      stale connection
      error reading status line from remote
      retries per request
      closed the connection unexpectedly
      connection was forcibly closed
      broken pipe error
      could not resolve host|hostname
      dns lookup|resolution|query
      dns error
      could not connect
      cannot connect
      cant connect
      unexpected end of stream
      tls alert
      handshake failed|failure|error|exception
      certificate * unknown authority
      certificate signed by unknown authority
      all brokers are down
      leader not available
      server selection timeout error
      error in the pull function
      cannot dial
      heartbeat failed
      talking to * node
      no valid a records
      tls key negotiation
      key negotiation failed
      lost communication
      connection was lost
      failed host lookup
      while reading from peer
      not connected
      transport endpoint
      unrecognized name
      eof detected
      communication packets
      bad connection
      payload is not completed
      no reachable
      reachable sources
      peer certificate
      unknown issuer
      unexpected eof reading
      not an ssl
      prematurely closed before response
      aborted connection
      shutdown exception
      end of file while reading
      reading ssh protocol
      conn busy
      server disconnected
      server broke connection
      without response
      connection closed before
      broke connection
    `,
    strong: `
      connection error
      connection exception
      connect exception
      disconnected
      disconnect
      socket error|exception
      unexpected eof
      eof error
      eof exception
      premature close
      premature end
      link down
      link is down
      no carrier
      transport error|exception|failure
      missed heartbeats
      reconnecting
      retry connecting
      address not available
      network adapter
      unreachable
    `,
    weak: `
      connection
      dial tcp
      ssl routines
      tls
      socket
      dns
    `,
  },
  permission: {
    decisive: `
      denied to user
      permission was denied
      access refused
      access denied for user
      command denied
      unable to get client certificate
      not authorised|authorized
      authentication failed
      authentication failure
      authorization failed
      unauthorized|unauthorised
      invalid access key
      invalid api key
      invalid username
      invalid credentials
    `,
    certain: `
      eperm
      not authenticated
      failed to authorize
      failed login|logins
      missing * password
      username password pair
      no auth for
      missing|lacks permissions|scope|permission
      has no permissions
      token expired|revoked|invalid
      invalid auth
      not in the sudoers
      relay access denied
      account * locked
      not accessible by
      key was rejected
      rejected by service
      required key not available
      key has expired
      key has been revoked
      access control error
      key container is denied
      permission denied
      permission error
      permissions denied
      access denied
      access is denied
      access to * denied
      access * is denied
      access * is restricted
      operation not permitted
      not permitted to
      unauthorized operation
      unauthenticated
      forbidden
      access forbidden
      authentication required|exception|error
      authentication * failed
      authentication credentials
      authentication refused
      failed to|could not|unable authenticate
      unable to authenticate
      authorization required|error|violation
      authorization grant * invalid
      authorization exception
      auth failed|error|failure
      login failed|incorrect
      login denied
      logon denied
      failed password
      invalid password
      password mismatch|incorrect|expired
      password is incorrect|required
      incorrect password
      wrong password
      username or password
      user name or password
      username and password not accepted
      noauth
      noperm
      no api key
      bad credentials
      invalid user
      insufficient permission|permissions|privilege|privileges|rights|scope|access
      does not have permission|access
      do not have permission|access
      does not have * permissions|permission|access
      have no permissions
      must be owner of
      must be superuser
      row level security
      incorrect api key
      api key * invalid|expired|revoked
      invalid * api key
      invalid * token
      invalid token
      token * expired|revoked|invalid
      expired|invalid access token
      secret * expired
      secret keys * expired
      invalid signature
      invalid session
      session id * expired
      signature does not match
      signature verification failed
      verification fails
      jwt expired|invalid|malformed
      jwt * fails
      json web token error
      invalid grant
      invalid client
      csrf
      authenticity token
      no pg hba
      publickey
      no supported authentication methods
      host key verification failed
      apparmor
      selinux
      avc denied
      confidentiality required
      credentials
      insecure permissions
      ownership or modes
      not granted
      sender id mismatch
      only root
      must be root
      run as root
      are you root
      admin privileges
      not on the whitelist
      blacklisted
      ip * not allowed
      access denied exception
      not authorized
      not authorised
      unauthorized
      unauthorised
      failed to authenticate
      could not authenticate
      authorization failed|failure|required|error
      wrongpass
      invalid username or password
      incorrect username or password
      insufficient permissions|privilege|privileges|rights|scope
      missing permissions|scope
      token * expired
      token * invalid|revoked
      expired token
      invalid access token
      jwt expired
      jwt malformed
      token expired error
      not in the sudoers file
      no pg hba conf entry
      requires authentication
      requires privilege
      seccomp
      cannot * in the namespace
      no basic auth credentials
      expired credentials
      credentials * expired
      unable to locate credentials
      could not load credentials
      could not find default credentials
      certificate required
      must be run as root
      you cannot perform this operation unless you are root
      permission denial
      permissions violation
      not enough permissions
      logon failure
      license key
      auth failed
      host * is not allowed
      relay not permitted
      is preventing
      encryption type
      kdc
      kinit
      invalid scope
      invalid audience
      audience doesnt match
      suspended
      sign in again
      no longer valid
      access * was refused
      code is wrong
      key * was rejected
      account is blocked
      failed logins
      account id required
      account does not exist
      api disabled for
      not enabled for this organization
      verified sender
      are too open
      private key file is encrypted
      max auth tries
      bad permissions
      lacks role
      bad password
      access control configuration
      not authorized to
      client id or secret
      email or password
      trying to authorize
      security exception
    `,
    strong: `
      must be logged in
      denied
      permission exception
      privilege|privileges
      not permitted
      not allowed
      restricted
      authentication
      sudo
      login
      acl
    `,
    weak: `
      password
      token
      permissions
      read only file system
    `,
  },
  resource: {
    decisive: `
      oom command not allowed
      exceeds max memory
      out of memory
      out of shared memory
      oom killed
      oom kill
      oom killer
      queue pool limit
      connection pool * exhausted|full|empty
      connection pool exhausted
      pool exhausted
      pooled connections were in use
      could not obtain a connection from the pool
      fetching a new connection from the connection pool
      connection is|was not available
      connection not available
      unable to extend
      is full due to
      out of disk
      no space left
      not enough space
      disk watermark
      flood stage
      remaining connection slots
      exceeding memory limits
      memory limit
      timeout acquiring a connection
      terminate called after throwing an instance of std bad alloc
      pool timed out
      pool timeout
      disk access log
      cpu quota
      container throttled
      maximum normal shards open
      temp file size
      temporary file size exceeds
    `,
    certain: `
      reached heap limit
      memory allocation
      insufficient memory|cpu|storage|resources
      not enough free
      exceeded quota
      file too large
      max|maximum number of clients
      fork cannot
      resource locked
      file watchers
      low on resource
      memory resource limit
      disk resource limit
      max memory
      resources exceeded
      allotted memory
      connection pool has been exhausted
      max pool size
      file table overflow
      no locks available
      disc quota
      memory error
      array memory error
      oom
      heap out of memory
      java heap space
      gc overhead
      metaspace
      allocation failed
      failed to allocate
      cannot|cant allocate memory
      could not allocate
      unable to allocate
      allowed memory size
      memory exhausted
      bad alloc
      not enough memory
      disk full
      disk is full
      table * is full
      disk space
      free space
      free drive
      enough space
      insufficient space
      storage full
      disk quota exceeded
      quota exceeded
      exceeds quota
      too many open files
      too many files
      file descriptors
      fd limit
      file max limit
      file handles
      too many connections
      too many clients
      too many locks
      connection slots
      max connections
      maximum connections
      client limit
      max clients
      reached max
      reached maximum
      max request workers
      max children
      process limit
      worker connections are not enough
      listen queue * full
      unable to create new native thread
      unable to create native thread
      create new os thread
      cant start new thread
      cannot create thread
      cannot fork
      fork retry
      resource temporarily unavailable
      resource exhausted
      resource limit|limits
      resources exhausted
      address already in use
      address in use
      cannot bind socket
      already in use
      port is already allocated
      port * in use
      no buffer space
      too many processes
      too many threads
      evicted
      disk pressure
      memory pressure
      insufficient cpu
      input output error
      i o error
      io error dev
      disk i o error
      shared memory
      cuda out of memory
      rlimit
      ulimit
      database space exceeded
      maxmemory
      circuit breaking exception
      data too large
      rejected execution
      task rejected from
      buffer exhausted
      buffer overflow
      buffer full
      queue is full
      queue full
      overflow queue
      dropped from queue
      table full
      table * full
      directory index full
      slow consumer
      messages dropped
      no more processes
      cache resources exhausted
      drive threshold
      memory usage
      high memory
      out of memory error
      gc overhead limit exceeded
      cannot allocate memory
      could not allocate memory
      insufficient memory
      no space left on device
      insufficient space|storage
      max number of clients
      connection pool * full|exhausted|empty
      pool * exhausted
      fork * resource
      port * already in use
      system limit for number of file watchers
      no buffer space available
      pid pressure
      nodes are available
      buffer i o error
      limit of total fields
      rejected execution exception
      cannot assign requested address
      buffer is full
      message queue full
      inotify
      insufficient system storage
      increase max threads
      low on threads
      threads * are busy
      currently busy
      full osd
      nearfull
      disk failure
      unreadable sectors
      pending sectors
      smart usage attribute
      reallocated sector
      no available memory
      out of inodes
      memory budget exceeded
      budget exceeded
      placement failure
      could only be written to
      pool is probably full
      producer send queue
      backlog quota
      too many queued
      memory limit reached
      exceeded local memory
      used up
      directory is full
      partition * full
      by pids controller
      load average
      heap size exceeded
      reached its bound
      bad block
      medium error
      unrecovered read
      taken by another process
      simultaneous queries
      max user connections
      lock table size
      temp file limit
      waiting for an open connection
      disk error
      emit buffer
      no free leases
      backlog too deep
      system resources
      back pressure
      maximum normal shards
      mapsize
      maxreaders
      direct memory
      error allocating
      ran out of
      running out of
      almost full
      no free slot
      quota used
      cannot reserve
      sort memory
      sort buffer
      thread errno 11
      too many simultaneous
      out of direct memory
      memory leak is
    `,
    strong: `
      capacity
      limit reached
      limit exceeded
      exceeded limit
      overloaded
      overload
      backpressure
      device or resource busy
      resource busy
      could not get lock
      too many parts
      swap
      inodes
    `,
    weak: `
      exhausted
      memory
      disk
      too many
      limit
    `,
  },
  worker: {
    decisive: `
      sigsegv
      signal 11
      segmentation fault
      segfault
      failed with result exit code
      failed with result core dump
      document is
    `,
    certain: `
      core dump
      on null
      undefined value
      uninitialized property
      call stack size
      constant variable
      none value
      borrow mut error
      uncaught error
      badarith
      generic server * terminating
      exited prematurely
      back off restarting
      backoff limit
      is unhealthy
      repeated too quickly
      too quickly
      unstable restarts
      exited with error
      bug report
      nondeterministic
      circular structure
      write after end
      headers after they are sent
      callback was already called
      singular matrix
      be broadcast
      no live threads
      recursive locking
      dead fiber
      no block given
      undefined or null to object
      without new
      to define constant
      respawning
      process is not running
      emitter memory leak
      class constructor
      core dumped
      general protection fault
      bus error
      illegal instruction
      invalid opcode
      floating point exception
      stack overflow
      stack level too deep
      stack smashing
      double free
      corrupted top size
      corrupted size
      heap corruption
      address sanitizer
      use after free
      heap buffer overflow
      undefined behavior
      assertion failed|failure
      assertion error
      assert failed
      null pointer
      null reference exception
      nil pointer
      nil map
      nil class
      object reference not set
      null object reference
      is null at
      because * is null
      invalid memory address
      undefined method
      undefined local variable
      undefined variable|index|offset
      undefined array key
      undefined function error
      no method error
      uninitialized constant
      name error
      type error
      attribute error
      index error
      key error
      reference error
      range error
      zero division error
      division by zero
      divide by zero
      divide error
      by zero
      arithmetic exception|error
      unbound local error
      recursion error
      frozen error
      recursion depth
      not a function
      is not defined at
      is not iterable
      cannot read property|properties of
      cannot set property|properties of
      before initialization
      nonetype
      has no attribute
      object is not
      object is not callable|iterable|subscriptable
      unsupported operand
      index out of range|bounds
      index outside
      out of bounds
      outside the bounds
      slice bounds
      class cast exception
      invalid cast exception
      cannot be cast
      unable to cast
      illegal state exception
      concurrent modification
      changed size during iteration
      unsupported operation exception
      no such element exception
      no value present
      sequence contains no elements
      invalid operation exception
      argument null exception
      object disposed
      disposed object
      called option unwrap
      called result unwrap
      already borrowed
      panicked at
      panic runtime error
      goroutines are asleep
      concurrent map
      closed channel
      interface conversion
      unhandled promise rejection
      unhandled rejection
      uncaught exception
      uncaught type error
      uncaught reference error
      call to undefined method
      call to a member function
      function clause error
      match error
      badmatch
      bad cast
      gen server * terminating
      worker lost error
      worker exited prematurely
      worker process * exited|died|killed
      worker * exited|died|crashed|killed
      worker failed to boot
      failed to boot
      child process * exited|died|killed|crashed
      child * exit signal
      child pid * exit|exited
      exited on signal
      terminated by signal
      killed by signal
      crash loop
      liveness probe failed
      readiness probe failed
      health check failed
      healthcheck failed
      missing lock for job
      could not renew lock
      zombie
      soft lockup
      hung task
      main process exited
      restarting too quickly
      too many restarts
      entered fatal state
      terminated unexpectedly
      exited unexpectedly
      exited with code
      exited with return code
      exit status
      page crashed
      target closed
      abort trap
      aborted core
      pure virtual method
      faulting application
      this is a bug
      ran into a bug
      fatal error has been detected
      syntax error near unexpected
      wrong number of arguments
      faulted
      dumped core
      stack overflow error
      heap use after free
      assertion failed|error|failure
      null pointer exception
      maximum recursion depth
      maximum call stack size
      cannot access * before initialization
      index out of bounds exception
      slice bounds out of range
      concurrent modification exception
      array index out of bounds exception
      fatal error all goroutines are asleep
      goroutine
      send on closed channel
      call to undefined
      undef function
      generic server terminating
      worker * terminated|died|crashed|killed|exited
      child * terminated
      crash loop back off
      back off restarting failed container
      healthcheck * failed
      job stalled
      could not renew lock for job
      service * failed with result exit code
      failed with result signal
      start request repeated too quickly
      restart * too quickly
      exited too quickly
      spawnerr
      unexpected exit
      subtype of type
      late initialization
      null check operator
      not responding to cli
      hydration failed
      crash report
      error in process
      no case clause
      no function clause
      noproc
      max restart intensity
      arity exception
      wrong number of args
      actor initialization
      actor terminated
      child container failed
      loop has died
      background loop
      device side assert
      longer than content length
      asgi application
      lost task
      shapes cannot be multiplied
      renderer process
      invariant
      should never happen
      unreachable code
      compiler error
      state machine
      lock that is not held
      double close
      ended unexpectedly
      infinite loop
      marked as dead
      missing case
      event loop is blocked
      thread blocked
      has been blocked for
      mutex
      self test
      never awaited
      used after it
      before assignment
      data race
      overflowed its stack
      invalid pointer
      fastbin
      check failed
      invalid read|write of size
      bad access
      broken function
      fatal communication error
      app failed to start
      work horse
      actor not found
      retries exceeded
      perform error
      exception in task
      unhandled exception in
      negative * counter
      negative repeat
      on zero value
      fault address
      no reactor running
      from within a runtime
      service is not running
      vanished
      lost when its worker
      was lost
      moved to failed
      thread died
      main loop
      memory leak
      mem leak
      app crashed
      panicked
      object error
      is closed unexpectedly
    `,
    strong: `
      crashed
      retries exhausted
      max retries exceeded
      retry * attempts * exhausted
      elifecycle
      errored
      fatal signal
      fatal python error
      assertion
      argument error
      stop iteration
      error processing job
      dead set
      not implemented error
      process exited
      process terminated
      task * raised
      illegal state
      watchdog
      unhandled signal
      dirty exit
      unhandled exception
      uncaught
      panic
      unhealthy
    `,
    weak: `
      stalled
      not expected
      crash
      died
      runtime error
      terminate called
      null
      undefined
      nil
      runtime exception
      worker
      sigkill
      sigterm
    `,
  },
  validation: {
    decisive: `
      javax validation constraint violation exception
      json rpc error 32602
      json rpc error 32700
      json rpc 32602
      field must be
      size of message exceeds
      filtering module
    `,
    certain: `
      uri malformed
      not valid json
      could not|couldnt parse
      not json serializable
      valid utf 8
      malformed utf 8
      invalid digit
      invalid block
      invalid type
      missing data for required
      must be a integer|string|number|array|object
      must not have additional
      should be a valid
      unexpected end of file
      not in gzip format
      message * larger than
      request is too large
      must be between
      unsupported image
      image file is truncated
      cannot identify image
      not a zip
      bad zip
      invalid load key
      incorrect header check
      conversion syntax
      bad indentation
      initial boundary
      record length
      tokenizing data
      fields in line
      columns to parse
      badly formed
      unpack requires
      string format
      string supplied
      bad message
      multibyte
      unparsable
      file too large
      octet
      email address must
      end of stream marker
      validation error|errors|failed|exception|failure
      failed validation
      unprocessable entity
      invalid request body
      invalid json
      invalid xml
      malformed json|xml|message|request|payload|packet|input|uri|url|header|csv
      json decode error
      json parse exception|error
      json mapping exception
      json parser error
      json exception
      unexpected token
      unexpected end of json
      unexpected character
      unexpected byte
      expecting value
      expecting property name
      cannot parse
      cant parse
      failed to parse
      unable to parse
      error parsing
      error occurred while parsing
      parse error|exception
      parsing error
      parser error
      parsing failed
      parsing time|message|value
      deserialization error|exception
      serialization exception|error
      failed to deserialize|decode|unmarshal
      cannot deserialize|unmarshal
      error deserializing
      error decoding
      error while decoding
      decoding failed
      decode error
      cant decode
      cannot decode
      unicode decode error
      unicode encode error
      unmarshal type error
      invalid utf 8
      invalid byte sequence
      invalid continuation byte
      invalid literal
      invalid base64
      illegal base64
      incorrect padding
      could not convert string
      could not be converted
      number format exception
      format exception
      illegal argument exception
      value error
      invalid argument
      invalid value
      invalid input
      invalid params
      invalid format
      invalid date|time|timestamp|email|uuid|number|url|uri
      invalid request
      invalid character
      invalid sequence
      invalid parameter
      invalid field
      invalid payload
      invalid data
      invalid stream
      invalid entry crc
      missing required field|parameter|property
      required field|property|parameter
      required request
      field required
      is a required property
      have required property
      parameter * is not present
      parameter missing
      was not provided
      value is empty
      must be a valid
      must be an integer|string|number|array|object
      must be greater|less
      must not be null|empty|blank
      cant be blank
      body cannot be empty
      may not be null|blank
      is not a valid
      is not valid
      is not of type
      correct format
      additional properties
      zod error
      method argument not valid
      date time parse exception
      sax parse exception
      xml exception
      syntax error * xml
      well formed
      root element
      end tag
      document is empty
      tag mismatch
      mismatched tag
      wrong number of fields
      line contains
      illegal quoting
      unexpected field|fields
      unrecognized field|property
      unknown field * in message
      magic byte
      magic number
      wrong magic
      checksum mismatch
      crc mismatch
      checksum error
      corrupt record
      stream corrupted
      corrupt patch|archive|file|image
      improper image header
      insufficient image data
      payload too large
      entity too large
      request entity too large
      too large body
      message too large
      size exceeds size limit
      size exceeds
      size is larger than
      upload size exceeded
      maximum upload
      record too large
      packet too large
      packet bigger than
      maximum payload
      exceeds the maximum
      header fields too large
      uri too long
      malformed
      type exception found
      found * expecting
      decoder routines
      is not a number
      not a number
      day out of range
      malformed json|xml|message|request|payload|packet|input|uri|url
      json parse exception
      json syntax
      unexpected end of json input
      unexpected non whitespace
      syntax error unexpected token
      serialization exception
      cannot unmarshal
      incompatible character encodings
      codec cant decode
      invalid date
      invalid email
      invalid uuid
      invalid input syntax
      invalid type expected
      missing required field|parameter|property|argument
      must be an integer
      must be a string
      does not match * pattern|schema|format
      method argument not valid exception
      not well formed
      premature end of file
      invalid magic
      unknown magic byte
      record is corrupt
      message size too large
      request header fields too large
      field validation
      user unknown
      object too large
      header is too large
      form too large
      length limit exceeded
      incompatible schema
      is incomplete
      is empty
      expected * columns found
      unsupported currency
      does not exist in the calendar
      unknown event version
      cannot be empty
      corrupted record
      data loss
      cast to * failed
      missing field
      missing status
      must be positive
      unknown escape character
      expected key but found
      no enum constant
      illegal character
      format specifier
      format argument
      format conversion
      frame length
      too long frame
      cannot construct instance
      unknown variant
      trailing characters
      duplicate field
      acceptable range
      larger than the max message
      crc or
      cannot parse datetime
      unexpected element
      expected begin
      must be one of the
      tag of type
      wire format
      required property
      json reader
      json eof
      unsupported format
    `,
    strong: `
      does not match
      is too long|short
      out of range
      unsupported value
      bad input
      bad format
      wrong type
      size did not match
      ids cannot contain
      cannot contain
      dead letter
      poison
      no decode
    `,
    weak: `
      invalid
      bad data
      illegal
      not supported
      mismatch
      unexpected
      expected
      must
      too large
      parse
      parsing
      decode
    `,
  },
  timeout: {
    decisive: `
      start operation timed out
      lock wait timeout
      idle in transaction timeout
      statement timeout
      lock timeout
      upstream timed out
      tls handshake timeout
      i o timeout
      io timeout
      connection timed out
      connect timed out
      connect timeout
      read timed out
      read timeout
      open timeout
      write timeout
      socket timeout
      request timeout
      gateway timeout
      layer4 timeout
      layer7 timeout
      time limit exceeded
      maximum execution time
      maximum statement execution time
      execution timed out
      worker timeout
      not properly respond after a period of time
      did not respond to the start
      timed out waiting
      could not be acquired within
      query timeout
      waited * migration lock
      transaction was open for
      ran out of time
      stalled less than
      longer than allowed
      no answer * after
      killed after
      exceeded max runtime
      running for too long
      deadline of
    `,
    certain: `
      specified deadline
      timer expired
      timed out
      timeout
      timeouts
      time out
      timedout
      time limit
      deadline exceeded
      deadline has elapsed
      deadline * exceeded
      execution expired
      exceeded * time
      time * exceeded
      max time
      max execution time
      execution time exceeded
      did not|didnt respond within
      no response * within
      not complete * within
      not ready within
      not finish within
      response in the time allotted
      took too long
      taking too long
      took longer than
      became too slow
      gave up waiting
      waited too long
      waiting for * exceeded
      lease expired
      kill after timeout
      timeout error
      timeout exception
      timeout expired
      context deadline exceeded
      operation was aborted due to timeout
      exceeded timeout
      exceeded * time limit
      soft time limit exceeded
      canceling statement due to * timeout
      query execution was interrupted maximum
      exceeded the configured|maximum time
      did not respond within
      within the timeout
      expired before
      didnt become ready
      delivery acknowledgement * timed out
      max poll interval
      failed to finish within
      is taking over
      taking over
      within * timeout
      no answer from
      did not finish
      finish in time
      did not answer in
      gave up after
      giving up after
      out of time
      max runtime
      deadline reached
      deadline passed
      exceeded its deadline
      exceeded * seconds|s|ms
      took * ms limit
      exceeded * 1s
      exceeded 1s
      allowable time
      within 30s|10s|5s|60s
      in 10 s
      after * s gave up
      boot timeout
      exit timeout
    `,
    strong: `
      deadline
      timely fashion
      have passed since
      elapsed
      no response
      session expired
      waited
    `,
  },
  configuration: {
    decisive: `
      config file error
      private key does not match
      tampered with
      cannot load certificate
      key values mismatch
      host not found in upstream
      could not resolve placeholder
      is not configured for
      missing required argument
      missing required configuration
      missing required option
      unexpected key in config
      env fetch
      unrecognized vm option
      configuration parsing error
      workflow is not valid
      nest cant resolve dependencies
      attribute * not found in module
      value * for flag
      boolean value
      duplicate key * in settings
      key * in settings
      in credentials config
      cron expression
      has wrong type want
      unsupported argument
      configuration data * invalid
      binding is not declared
      replication factor
      not within the range allowed
      setting * has wrong type
      unknown command
    `,
    certain: `
      bad directive
      unknown key
      invalid type it should
      bad numeric configuration
      no exec start
      environment files
      failed at step chdir
      setting|settings must not be empty
      requested setting
      namespace * not found
      role * was not found
      undefined variable the error
      cannot mix
      in section
      resolve service for type
      options validation
      load database configuration
      master key
      non existent service
      configuration error|exception
      configuration file
      configuration option
      invalid configuration
      bad configuration
      error in configuration
      error in config
      errors found in configuration
      configuration failed
      building configuration
      improperly configured
      misconfigured
      misconfiguration
      invalid config
      config error|exception
      config file
      config invalid
      config * invalid
      config * not found
      bad config
      config parsing
      load config|configuration
      loading config|configuration
      read config|configuration
      parse config|configuration
      config validation
      unable to load config
      missing environment variable
      environment variable not found
      environment variable * not set
      environment variable * required|missing|empty
      environment variable * undefined
      environment variable * is missing
      environment variable is
      required environment variable
      required variable
      no value for required variable
      parameter null or not set
      parameter not set
      unbound variable
      must be set
      is not set
      not been set
      not configured
      been specified
      must specify
      not specified
      attribute is not specified
      unknown directive
      unknown keyword
      invalid command * misspelled
      number of arguments in directive
      directive is not allowed here
      is duplicate in
      unknown option
      unrecognized option|flag
      unrecognized configuration
      unrecognized arguments
      unsupported option|argument
      bad option
      bad configuration option
      unknown flag
      unknown setting|variable|parameter
      unknown configuration
      unknown lvalue
      unknown section
      no section
      invalid option
      invalid flag
      invalid setting
      invalid port
      flag provided but not defined
      missing required setting
      no such option
      bad unit file setting
      unit * not found
      unit * not loaded
      unit * masked
      failed at step user
      allowed hosts
      invalid reference format
      create container config error
      config map * not found
      configmap * not found
      secret * not found
      no queue
      no exchange
      vhost * does not exist|not found
      no such vhost
      queue * does not exist
      inequivalent arg
      unknown topic or partition
      bucket does not exist
      no such bucket
      no such profile
      profile * not found|be found
      conn id
      middleware * does not exist
      entry point * does not exist|doesnt exist
      undefined environment
      not a git repository
      mapping values are not allowed
      did not find expected key
      no bean
      no qualifying bean
      no such bean definition
      bean creation exception
      unsatisfied dependency
      configure a data source
      failed to bind properties
      secret key base
      encryption key
      adapter not specified
      missing script
      missing resource exception
      no region
      no space in config
      options * must be
      does not currently know of service
      listener does not
      in backend section
      list file etc
      crontab
      max virtual memory areas
      is too low increase
      improper configuration
      failed to load config|configuration
      could not load config|configuration
      error loading config|configuration
      environment variable * required|missing
      env * not set
      not set in environment
      invalid number of arguments in
      directive is duplicate
      unrecognized option|arguments|argument|flag
      unsupported option
      missing required option|argument|setting
      failed to parse config
      failed to load environment files
      secret key setting
      invalid compose
      no exchange|queue * in vhost
      vhost * not found
      topic * not present
      could not load credentials file
      found character that cannot start any token
      application context exception
      no such bean definition exception
      unsatisfied dependency exception
      failed to configure a data source
      no database selected
      feature * not enabled
      missing config|configuration
      deprecated option
      workflow file
      not supplied
      input required
      configuration parsing
      unknown system variable
      no configured
      not set in
      symbol not found
      invalid doc base
      volume group * not found
      does not appear to contain
      is required supabase
      required key * not provided
      integration * not found
      home directory is not
      unrecognized directive
      no outputs
      undefined but requested
      options error
      no project
      requires a project
      keystore
      flag needs
      unsupported log level
      log level
      timezone * is not known
      adapter configured
      not declared
      matching profile
      url is required
      unknown shorthand flag
      user has not been defined
      required flag
      required arguments were not provided
      unexpected argument
      missing configuration
      config property
      configuration setting
      no such bean
      appsettings
      trusted domain
      bungled
      configured by
      invalid boolean
      must be specified
      illegal value for option
      for option
      unrecognized option
      set queue conf
      pass config
      in schedule
      config source
      key * missing value
      data directory
      schema config
      type loki config
    `,
    strong: `
      enoent
      configuration
      no such file or directory
      file not found
      directive
      not enabled
      not registered
      not defined
      working directory
      placeholder
    `,
    weak: `
      config
      missing
      parsing yaml
      yaml
      conf
      etc
      option
      settings
      env
      does not exist
      doesnt exist
      setting
      environment
      not found
    `,
  },
  'external-api': {
    decisive: `
      pull rate limit
      toomanyrequests
      exceeded your current quota
      insufficient quota
      request rate limit
      api rate limit
      secondary rate limit
      rate limited
      rate limit exceeded
      rate limit error
      card declined
      card was declined
      insufficient funds
      overloaded error
      model * overloaded
      request limit reached
    `,
    certain: `
      ratelimited
      rate limiting
      per minute
      flood control
      rate limit
      rate limits
      limit * requests
      rate exceeded
      exceeded * rate
      rate is temporarily limited
      too many requests
      throttling
      throttled
      slow down
      reduce * request rate|rates
      request limit exceeded
      requests limit
      query limit
      request quota
      exceeded your * quota
      exceeded call rate
      quota exceeded sending
      usage limit
      daily limit
      monthly limit
      your card
      card error
      payment required
      declined
      insufficient credits
      insufficient balance
      credit balance
      context length
      maximum context length
      model * not found
      model * does not exist
      model is * loading
      provisioned throughput
      third party
      requests per minute|second
      when calling the * operation
      service quota
      retry after
      spamhaus
      blocklisted
      throttling exception
      user rate limit exceeded
      daily limit exceeded
      context length exceeded
      provisioned throughput exceeded
      too many recipients
      credits exceeded
      in flight messages
      collector responded
      told by provider
      sending limit
      out of queries
      out of credits
    `,
    strong: `
      requests per
      your account
    `,
    weak: `
      billing
      external service|api
      invoice
      subscription
      payment
      external
    `,
  },
  dependency: {
    decisive: `
      pull image
      conflicting dependencies
      could not load file or assembly
      missing method exception
      no suitable driver
      no module named
      cannot find module
      error while loading shared libraries
      cannot open shared object file
      command not found
      executable file not found
      image pull
      image pull back off
      manifest unknown
      not in the npm registry
      lockfile would have been modified
      could not find driver
      npm error 404
      npm err 404
      npm error code eresolve
      dependency conflict
      unmet dependencies
      no such plugin
      missing extension
      unable to load plugin
      load asp net core runtime
      active developer path
      wrong architecture
      platform does not match
      or later found
      plugin * so missing
      sty not found
    `,
    certain: `
      import module error
      unable to import
      load dynamic library
      dlopen
      packages not found
      no matching distribution
      compatible versions|set
      requires a different|newer
      requires php|ruby|node|java|rustc
      was not found * required by
      native extension
      failed building wheel
      manifest for
      image * not found
      was compiled against
      need to install
      cant locate
      cant find command
      unable to start run
      unable to exec
      module not found
      cannot find package
      import error
      cannot import name
      could not import
      could not find module
      cannot load such file
      load error
      class not found
      no class def found
      could not initialize class
      no such method error
      abstract method error
      unsupported class version|file
      class file version
      class file major version
      unsatisfied link error
      incompatible class change
      class * not found
      file load exception
      dll not found
      dll load failed
      type load exception
      shared object
      shared library|libraries
      load library
      could not load library
      symbol lookup error
      undefined symbol
      undefined reference to
      glibc
      not found required by
      library not loaded
      failed opening required
      package * not found
      unable to locate package
      installation candidate
      no matching version
      no matching package
      could not find a version
      unable to resolve dependency
      could not resolve dependencies|dependency
      resolve all files
      could not resolve peer
      dependency resolution
      dependency * not found|missing
      dependency failed
      result dependency
      peer dep|dependency
      dependencies
      version solving failed
      requires python
      gemfile
      unsupported engine
      not compatible with
      distribution not found
      version conflict exception requirement
      could not find gem
      gem not found
      no required module provides
      go sum
      go get
      failed to select a version
      unresolved import
      cant find crate
      system library
      could not find artifact
      could not find io
      held broken packages
      e404
      etarget
      ebadengine
      eresolve
      eintegrity
      integrity checksum
      lock file
      lockfile
      no candidates found
      not found in path
      not recognized as an internal
      spawn * enoent
      bad interpreter
      env * no such file or directory
      exec format error
      cannot execute binary
      bin sh * not found
      bin * not found
      err image pull
      pull access denied
      unable to find image
      no such image
      missing dependency
      required extension
      extension * not available|missing
      plugin * not found|missing
      provider packages
      err require esm
      package subpath
      does not provide an export
      node module version
      not compiled with
      please install
      could not find chrome
      perform an installation
      install or update
      too old
      delegate for this image format
      unknown encoder|decoder|codec
      specified module could not be found
      could not find application file
      data source * packages
      could not start application
      module not found error
      class not found exception
      no class def found error
      unsupported class version error
      incompatible class change error
      service loader
      shared libraries
      version * not found required by
      no matching distribution found
      unable to resolve dependency tree
      conflicting dependencies|peer
      unmet dependencies|peer
      conflicting requirements
      requires a different
      requires a newer|different version
      package not found error
      version conflict
      bundler gem not found
      gem missing
      your requirements could not be resolved
      no required module provides package
      missing go sum entry
      dependency problems
      failed to fetch * package
      e404 * not in this registry|npm
      integrity checksum failed
      is not recognized as
      manifest for * not found
      failed to pull image
      error pulling image
      extension * missing
      undefined function * extension
      err package path not exported
      native module
      was compiled against a different
      h file not found
      cannot find l
      or higher is required
      you are running version
      could not locate * on classpath
      database driver
      found in chart yaml
      in any of the following sources
      cannot find database driver
      does not support * version
      module not found cant resolve
      mod requires
      requires go|node|python|ruby|java|rust
      was built for
      program not found
      which * needs
      did not start unit
      no package called
      no such module
      not satisfied
      needs library
      hidden package
      cannot find lpq
      ld cannot find
      relocating
      symbol not found
      or later
      resolve action
      unable to find version
      waiting for dependency
      runtime the specified version
      layer * not found
      file does not exist unable to start
    `,
    strong: `
      site packages
      not installed
      registry
      library
      node modules
      package|packages
    `,
    weak: `
      dependency
      driver
      incompatible
      import
      module
    `,
  },
  unknown: {
    certain: `
      undefined error
      unknown error|exception|failure
      unknown reason
      unspecified error
      catastrophic failure
      no message
      e fail
    `,
    strong: `
      unexpected error
      an error occurred
      an unexpected error
      something went wrong
      unhandled error
      internal failure
      exception from hresult
      unexpected exception
      unexpected failure
      unknown failure
      unknown issue
      general error
      general failure
      please try again
      contact your administrator
      errors occurred
      errors found
      program error
      see log
      see previous errors
      no details
      internal error occurred
      unhandled exception
      error code
      handler error
    `,
  },
};
